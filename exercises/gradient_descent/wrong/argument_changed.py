r"""돌려준 값은 맞지만 `w -= ...`처럼 제자리에서 빼서, 부른 쪽의 배열까지 바뀌었습니다.
그러면 궤적을 기록해 두려던 지난 자리들이 모두 마지막 값으로 덮여 버립니다.
`w_new = w - ...`처럼 새 배열을 만들어 돌려주세요."""

LOSES = ("line-step",)


# %% line-step-solution
def line_step(w, b, X, y, lr):
    residual = X @ w + b - y
    w -= lr * (X.T @ residual) / len(y)
    return w, b - lr * np.mean(residual)
