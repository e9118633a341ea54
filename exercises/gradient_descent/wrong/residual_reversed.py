r"""오차를 예측 - 정답이 아니라 정답 - 예측으로 두고도 기울기의 부호를 그대로 썼습니다.
제곱하는 손실의 값은 그대로지만 기울기는 부호가 뒤집히므로, 이 기울기의 반대쪽으로 가면 손실이 커집니다.
오차의 순서를 바꾸거나, 정답 - 예측을 미분할 때 나오는 -1을 곱했는지 확인해 보세요."""

LOSES = ("mse-gradient", "line-step")


# %% mse-gradient-solution
def mse_gradient(w, b, X, y):
    residual = y - (X @ w + b)
    return np.mean(residual**2) / 2, X.T @ residual / len(y), np.mean(residual)


# %% line-step-solution
def line_step(w, b, X, y, lr):
    residual = y - (X @ w + b)
    return w - lr * (X.T @ residual) / len(y), b - lr * np.mean(residual)
