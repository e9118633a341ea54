r"""실행한 책 둘의 출력을 견줍니다: 숫자는 허용 오차로, 그림은 눈에 보이는 만큼으로.

잰 시간은 실행할 때마다 다르므로 견주지 않고 따로 보입니다. 장은 시간을 이렇게 알립니다:
글줄에 「시간」이나 「몇 초 이내」라고, 표의 열 이름이나 그림의 설명에 「시간」이라고 적고,
빠르기를 견주는 칸은 `perf_counter`로 잽니다.
"""

from coursekit.book.outputs_diff.compare import Change, compare_books
from coursekit.book.outputs_diff.report import write_report

__all__ = ["Change", "compare_books", "write_report"]
