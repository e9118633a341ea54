r"""`grad_w`는 자료의 수로 나누었지만 `grad_b`는 오차를 더하기만 했습니다.
두 기울기는 같은 손실을 미분한 것이므로 1/N이 똑같이 붙어야 하고, 그렇지 않으면 `b`만 N배로 크게 움직입니다.
`grad_b`를 `np.sum`이 아니라 `np.mean`으로 계산했는지 확인해 보세요."""

LOSES = ("mse-gradient", "line-step")


# %% mse-gradient-solution
def mse_gradient(w, b, X, y):
    residual = X @ w + b - y
    return np.mean(residual**2) / 2, X.T @ residual / len(y), np.sum(residual)


# %% line-step-solution
def line_step(w, b, X, y, lr):
    residual = X @ w + b - y
    return w - lr * (X.T @ residual) / len(y), b - lr * np.sum(residual)
