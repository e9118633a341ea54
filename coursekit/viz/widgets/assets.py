r"""위젯이 브라우저로 보내는 자바스크립트와 CSS를 읽습니다."""

from importlib import resources


def read_asset(*names: str) -> str:
    r"""이 폴더의 파일을 읽어 차례로 잇습니다.

    Parameters
    ----------
    *names : str
        파일 이름. 안쪽 폴더의 것은 `frame/panel.js`처럼 적습니다.

    Returns
    -------
    str
        파일들의 내용. 사이에 줄바꿈이 하나 들어갑니다.
    """
    folder = resources.files(__package__)
    return "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)


def frame_assets() -> tuple[str, ...]:
    r"""모든 위젯이 함께 쓰는 파일들입니다.

    Returns
    -------
    tuple of str
        `frame/` 폴더의 파일 이름, 이름의 차례로.
    """
    folder = resources.files(__package__).joinpath("frame")
    return tuple(sorted(f"frame/{one.name}" for one in folder.iterdir()))
