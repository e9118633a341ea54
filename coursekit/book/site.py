r"""책의 Sphinx 확장입니다: `_config.yml`의 `extra_extensions`에 적으면 아래의 모든 것이 켜집니다.

accessible     화면을 읽어 주는 프로그램과 키보드를 위한 손질
anchors        제목의 읽을 수 있는 주소
execution      장마다의 실행 캐시와, 결과를 만든 때와 판 번호
outputs        그림의 alt와 크기, 위젯과 그 대신 그림
exercises      {exercises} 지시어
glossary       {terms} 지시어
evidence       {evidence} 역할: 시험과 오답의 수 세기
firstuse       장마다 처음 나온 용어에 뜻 달기
unbroken       식과 조사처럼 한 낱말로 읽을 것이 떨어지지 않게
markup         테마와 KaTeX가 틀리게 쓴 HTML을 바로잡기
footer         쪽의 꼬리: 결과를 만든 때, 이용허락
running        실행하는 곳의 표: 설치와 장마다 드는 것
notebooks      사이트와 함께 내놓는 노트북
launch         장을 여는 곳: Binder, Colab, 노트북, 원본
landing        {course-map} 지시어: 첫 쪽의 지도
reference      {api} 지시어: docstring에서 만든 코드의 설명
mathematics    KaTeX를 빌드할 때 그리기
widgets        위젯의 스크립트는 사이트의 파일로, 쪽에는 숫자만
discovery      설명과 대표 주소, 미리 보기 그림, sitemap.xml과 llms.txt
feedback       쪽마다의 「문제 알리기」
missing        없는 주소에 보일 404 쪽
sections       장의 머리와 절의 끝: 시간, 진도, 앞뒤 절
summary_pages  장마다의 한 쪽 요약
offscreen      화면 밖의 절을 미루고, 비워 둘 높이를 어림하기
theme          다른 호스트 없는 머리와 꼬리, 한국어 단추 이름
storage        저장하지 못하는 브라우저에서도 테마가 멈추지 않게
themescript    테마의 스크립트가 처음에 하는 헛일 덜기
copybutton     코드를 복사하는 단추의 우리말
search         우리말을 아는 찾기
longnames      긴 경로가 나뉠 곳
codespans      색이 없는 코드 조각의 태그 벗기기
pictures       그림을 WebP 파일로, 눈앞에 올 때
scripts        쓰는 스크립트만, 나중에
states         위젯의 상태를 쪽 밖의 파일로
fontparts      책의 글자만 남긴 글꼴: 함께 쓰는 조각과 쪽마다의 조각
stylesheets    쓰는 CSS만, 파일 하나로
"""

from sphinx.application import Sphinx

from coursekit import __version__
from coursekit.book import (
    accessible,
    anchors,
    codespans,
    copybutton,
    discovery,
    evidence,
    execution,
    exercises,
    feedback,
    firstuse,
    fontparts,
    footer,
    glossary,
    landing,
    launch,
    longnames,
    markup,
    mathematics,
    missing,
    notebooks,
    offscreen,
    outputs,
    pictures,
    reference,
    running,
    scripts,
    search,
    sections,
    states,
    storage,
    stylesheets,
    summary_pages,
    theme,
    themescript,
    unbroken,
    widgets,
)
from coursekit.book.fingerprint import site_fingerprint


def setup(app: Sphinx) -> dict[str, object]:
    r"""확장을 켭니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.

    Returns
    -------
    dict of str to object
        Sphinx에 알리는 확장의 성질.
    """
    # 쪽을 그리는 코드가 바뀌면 모든 쪽을 다시 읽습니다(실행은 지문이 같으면 하지 않습니다).
    app.add_config_value("coursekit_site", site_fingerprint(), "env", [str])
    parts = (
        accessible,
        anchors,
        execution,
        outputs,
        exercises,
        glossary,
        evidence,
        firstuse,
        unbroken,
        markup,
        sections,
        landing,
        reference,
        summary_pages,
        mathematics,
        widgets,
        offscreen,
        theme,
        storage,
        themescript,
        copybutton,
        discovery,
        feedback,
        missing,
        launch,
        running,
        footer,
        notebooks,
        search,
        longnames,
        codespans,
        pictures,
        scripts,
        states,
        fontparts,
        stylesheets,
    )
    for part in parts:
        part.connect(app)
    return {"version": __version__, "parallel_read_safe": False, "parallel_write_safe": True}
