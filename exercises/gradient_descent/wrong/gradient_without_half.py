r"""제곱을 미분할 때 나오는 2를 기울기에 그대로 남겨, 기울기가 두 배입니다.
손실의 1/2은 바로 그 2와 지워지라고 붙인 것이므로 기울기에는 2/N이 아니라 1/N만 남습니다.
작은 자료에서 수치 기울기를 재어 비교해 보면 정확히 두 배임을 볼 수 있습니다."""

LOSES = ("mse-gradient", "line-step")


# %% mse-gradient-solution
def mse_gradient(w, b, X, y):
    residual = X @ w + b - y
    loss = np.mean(residual**2) / 2
    return loss, 2 * X.T @ residual / len(y), 2 * np.mean(residual)


# %% line-step-solution
def line_step(w, b, X, y, lr):
    residual = X @ w + b - y
    return w - lr * 2 * (X.T @ residual) / len(y), b - lr * 2 * np.mean(residual)
