r"""값은 맞지만 `grad`를 전체 자료로 한 번 불렀습니다.
한 번에 `chunk`개까지만 다룰 수 있다는 조건 때문에 나누는 것이므로, 이렇게 하면 메모리가 모자라 멈춥니다.
앞에서부터 `chunk`개씩 잘라 조각마다 한 번씩 부르세요."""

LOSES = ("accumulate",)


# %% accumulate-solution
def accumulate(grad, X, y, chunk):
    return grad(X, y)
