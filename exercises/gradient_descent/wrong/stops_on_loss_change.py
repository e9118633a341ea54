r"""손실이 한 걸음에 줄어든 양이 `tol` 이하인지 보고 멈추었습니다.
줄어드는 양은 대략 학습률과 기울기 제곱의 곱이어서 기울기보다 훨씬 먼저 작아지므로, 아직 내려갈 길이 남은 자리에서 멈춥니다.
문제의 약속대로 기울기 전체의 크기를 `tol`과 비교해 주세요."""

LOSES = ("fit",)


# %% fit-solution
def fit(X, y, lr, tol, max_steps):
    w, b, steps = np.zeros(X.shape[1]), 0.0, 0
    previous = np.inf
    while steps < max_steps:
        residual = X @ w + b - y
        loss = np.mean(residual**2) / 2
        if previous - loss <= tol:
            break
        previous = loss
        w, b = w - lr * X.T @ residual / len(y), b - lr * np.mean(residual)
        steps += 1
    return w, b, steps
