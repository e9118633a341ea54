r"""공격 하나를 나타내는 자료입니다."""

from dataclasses import dataclass

RIGHT_VARIANCE = "def sample_variance(x):\n    return float(x.var(ddof=1))\n"
RIGHT_CENTER = "def center(X):\n    return X - X.mean(axis=0)\n"
WRONG_VARIANCE = "def sample_variance(x):\n    return 123.0\n"


@dataclass(frozen=True)
class Attack:
    r"""통계 연습문제의 제출물 하나입니다.

    `{{MARK}}`는 찾을 수 있는 표시로, `{{DECOY}}`는 건드리면 안 되는 폴더로 바뀝니다.

    Parameters
    ----------
    name : str
        이름.
    tries : str
        무엇을 얻거나 망치려 하는지.
    variance, center : str
        풀이 칸 둘의 내용. 정답이면 정직하게 푼 것입니다.
    honest : tuple of int
        정직하게 푼 점수: 표본분산 3점, 중심화 4점.
    spoils : bool
        자기 커널을 망가뜨려 자기의 다른 문항까지 잃을 수 있으면 참. 그래도 더 얻어서는 안 됩니다.
    reports : bool
        본 것을 글로 내보내면 참. 내보내지 못하면 새지 않았다는 말도 뜻이 없습니다.
    """

    name: str
    tries: str
    variance: str = RIGHT_VARIANCE
    center: str = RIGHT_CENTER
    honest: tuple[int, int] = (0, 4)
    spoils: bool = False
    reports: bool = False


def fill(text: str, **places: str) -> str:
    r"""자리표를 채웁니다. 코드의 중괄호와 헷갈리지 않도록 `format`을 쓰지 않습니다."""
    for name, value in places.items():
        text = text.replace("{{" + name + "}}", value)
    return text
