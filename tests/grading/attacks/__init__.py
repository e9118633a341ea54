r"""꾸민 제출물과 정직한 제출물의 모음입니다. 실행하고 견주는 일은 `test_attacks.py`가 합니다."""

from attacks.corpus import Attack, fill
from attacks.escaping import ESCAPING
from attacks.forging import FORGING
from attacks.honest import HONEST
from attacks.reading import READING, planted
from attacks.resources import FILLING, STALLING
from attacks.writing import WRITING

GROUPS = {
    "escaping": ESCAPING,
    "filling": FILLING,
    "forging": FORGING,
    "reading": READING,
    "stalling": STALLING,
    "writing": WRITING,
}

__all__ = ["GROUPS", "HONEST", "Attack", "fill", "planted"]
