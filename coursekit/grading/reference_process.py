r"""`references`가 띄우는 자식 프로세스입니다: 정답과 오답의 칸을 실행해 낸 값을 돌려줍니다.

표준 입력에서 할 일을 JSON으로 받고, 답 하나가 끝날 때마다 표준 출력에 JSON 한 줄을 씁니다.
"""

import json
import os
import sys
import time
import warnings
from typing import Any

from coursekit.grading.outcome import clean
from coursekit.grading.values import collected


def _run_cell(cell: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    status, error = "passed", ""
    with collected() as emissions:
        try:
            exec(compile(cell["source"], f"<{cell['name']}>", "exec"), namespace)
        except (Exception, SystemExit) as caught:
            status, error = "failed", f"{type(caught).__name__}: {clean(str(caught))}"
    return {
        "grade_id": cell["name"],
        "status": status,
        "emissions": [json.dumps(emission, allow_nan=False) for emission in emissions],
        "error": error,
    }


def main() -> None:
    r"""할 일을 모두 읽고 차례로 실행합니다."""
    request = json.load(sys.stdin)
    # 저자의 코드가 print한 글이 결과에 섞이지 않게 합니다.
    results = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    for variant in request:
        started = time.perf_counter()
        namespace: dict[str, Any] = {"__name__": "__main__"}
        cells = [_run_cell(cell, namespace) for cell in variant["cells"]]
        seconds = time.perf_counter() - started
        results.write(
            json.dumps({"name": variant["name"], "cells": cells, "seconds": seconds}) + "\n"
        )
        results.flush()


if __name__ == "__main__":
    main()
