r"""파이썬 코드를 읽어 나무로 만듭니다.

CPython 3.11의 해석기는 여러 스레드가 함께 쓰면 가끔 `SystemError`를 냅니다(python/cpython#106905). 채점은 스레드를
쓰므로 한 번에 하나씩만 읽고, 그래도 나면 한 번 더 해 봅니다.
"""

import ast
import threading

_ONE = threading.Lock()


def parse(source: str) -> ast.Module:
    r"""코드를 읽습니다.

    Parameters
    ----------
    source : str
        파이썬 코드.

    Returns
    -------
    ast.Module
        나무.

    Raises
    ------
    SyntaxError
        문법에 어긋날 때. 해석기가 두 번 거듭 실패해도 그렇습니다.
    """
    with _ONE:
        try:
            return ast.parse(source)
        except SystemError:
            try:
                return ast.parse(source)
            except SystemError as error:
                raise SyntaxError(str(error)) from None
