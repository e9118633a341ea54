r"""위젯의 공통 뼈대: 커널이 있는지 알아보고, 스크립트가 없는 곳을 위한 그림을 함께 내보냅니다."""

from abc import abstractmethod
from typing import Any, ClassVar

import anywidget
import traitlets
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from coursekit.viz.style import png_bundle, style
from coursekit.viz.widgets.assets import frame_assets, read_asset


class Panel(anywidget.AnyWidget):  # type: ignore[misc,unused-ignore]
    r"""만지는 그림의 공통 부분입니다.

    하위 클래스는 `asset`에 제 자바스크립트와 CSS의 이름을 적고 `draw_still`과 `answer`를 씁니다.
    `frame/` 폴더의 것은 저절로 앞에 붙고, 몇 위젯만 함께 쓰는 스크립트와 CSS는 `shared`에 적습니다.
    책의 쪽은 빌드할 때 `files`의 것을 쓰므로, 스크립트와 CSS만 고치면 장을 다시 실행하지 않습니다.

    커널이 있으면 브라우저의 인사(`hello`)에 답해 `live`가 참이 됩니다. 커널이 없는 쪽에서는
    답이 없어 거짓으로 남고, 브라우저는 미리 셈해 둔 표를 씁니다.
    """

    asset: ClassVar[str]
    shared: ClassVar[tuple[str, ...]] = ()
    live = traitlets.Bool(False).tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        # traitlets는 인스턴스를 만들 때 하위 클래스를 하나 더 지으므로, 이름을 적은 클래스에서만 읽습니다.
        if "asset" in cls.__dict__:
            cls._esm = read_asset(*cls.files(".js"))
            cls._css = read_asset(*cls.files(".css"))
        super().__init_subclass__(**kwargs)

    @classmethod
    def files(cls, suffix: str) -> tuple[str, ...]:
        r"""브라우저로 보내는 파일들의 이름을 이어 붙일 차례대로 돌려줍니다.

        Parameters
        ----------
        suffix : {".js", ".css"}
            파일의 갈래.

        Returns
        -------
        tuple of str
            `read_asset`에 건넬 이름들.
        """
        names = (*frame_assets(), *cls.shared, cls.asset + suffix)
        return tuple(name for name in names if name.endswith(suffix))

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.on_msg(self._receive)

    @abstractmethod
    def draw_still(self, figure: Figure) -> str:
        r"""처음 상태를 `figure`에 그리고 한국어 설명을 돌려줍니다. 인쇄와 스크립트 없는 곳에 쓰입니다."""

    @abstractmethod
    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        r"""브라우저의 물음 하나에 답합니다. 셀 수 없는 물음이면 `ValueError`를 냅니다."""

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if content.get("kind") == "hello":
            # `live`가 이미 참인 채로 저장된 노트북도 있으므로, 속성과 함께 소식도 보냅니다.
            self.live = True
            self.send({"kind": "hello"})
            return
        reply = {"id": content.get("id")}
        try:
            self.send({**reply, "kind": "answer", **self.answer(content)})
        except (ValueError, KeyError, TypeError) as error:
            self.send({**reply, "kind": "error", "text": str(error)})

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle = super()._repr_mimebundle_(**kwargs)
        data = dict(bundle[0] if isinstance(bundle, tuple) else bundle or {})
        with style():
            figure = Figure(figsize=(7.2, 3.6))
            FigureCanvasAgg(figure)
            data["image/png"], metadata = png_bundle(figure, self.draw_still(figure))
        data["text/plain"] = f"{type(self).__name__}()"
        return data, {"image/png": metadata}
