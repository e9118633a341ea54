r"""채점 시험이 함께 쓰는 것: 딥러닝과 상관없는 작은 통계 연습문제입니다."""

import json
import shutil
from pathlib import Path

import pytest

from coursekit.grading import (
    Exercise,
    ReferenceValues,
    compute_references,
    read_exercise,
)

FIXTURES = Path(__file__).parent / "fixtures"
SEED = 3


@pytest.fixture(scope="session")
def course() -> Path:
    return FIXTURES


@pytest.fixture(scope="session")
def statistics() -> Exercise:
    return read_exercise(FIXTURES / "exercises" / "statistics")


@pytest.fixture(scope="session")
def references(statistics: Exercise) -> ReferenceValues:
    return compute_references(statistics, SEED)


@pytest.fixture(scope="session")
def released() -> dict:
    r"""배포 노트북의 JSON. 고치려면 `copy.deepcopy`하세요."""
    path = FIXTURES / "exercises" / "statistics" / "statistics.ipynb"
    return json.loads(path.read_bytes())


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    r"""마음대로 망가뜨려도 되는 연습문제 폴더."""
    target = tmp_path / "exercises" / "statistics"
    shutil.copytree(FIXTURES / "exercises" / "statistics", target)
    (tmp_path / "_toc.yml").write_text("", encoding="utf-8")
    return target
