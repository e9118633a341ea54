r"""기울기를 자료에 대해 더하기만 하고 자료의 수 N으로 나누지 않았습니다.
이 손실은 평균을 쓰므로 기울기도 평균이어야 하며, 더하기만 하면 자료가 많을수록 걸음이 커져 같은 학습률이 발산할 수 있습니다.
손실의 1/(2N)에서 N이 기울기에도 남아 있는지 확인해 보세요."""

LOSES = ("mse-gradient", "line-step")


# %% mse-gradient-solution
def mse_gradient(w, b, X, y):
    residual = X @ w + b - y
    loss = np.sum(residual**2) / (2 * len(y))
    return loss, X.T @ residual, np.sum(residual)


# %% line-step-solution
def line_step(w, b, X, y, lr):
    residual = X @ w + b - y
    return w - lr * (X.T @ residual), b - lr * np.sum(residual)
