r"""기울기의 크기가 아니라 손실이 `tol` 이하인지 보고 멈추었습니다.
자료에 잡음이 있으면 가장 좋은 직선에서도 손실은 0이 되지 않으므로, 다 내려가고도 `max_steps`까지 헛돕니다.
바닥에 닿았는지는 손실의 높이가 아니라 기울기의 크기로 판단합니다."""

LOSES = ("fit",)


# %% fit-solution
def fit(X, y, lr, tol, max_steps):
    w, b, steps = np.zeros(X.shape[1]), 0.0, 0
    while steps < max_steps:
        residual = X @ w + b - y
        if np.mean(residual**2) / 2 <= tol:
            break
        w, b = w - lr * X.T @ residual / len(y), b - lr * np.mean(residual)
        steps += 1
    return w, b, steps
