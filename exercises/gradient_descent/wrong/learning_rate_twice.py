r"""학습률을 두 번 곱했습니다: 기울기라고 부르는 값 안에 이미 `lr`이 들어 있는데 갱신할 때 다시 곱했습니다.
그러면 실제 걸음은 lr의 제곱에 비례하여 뜻한 것보다 훨씬 작아집니다.
기울기는 손실만의 성질이므로 학습률 없이 계산하고, `lr`은 갱신하는 줄에서 한 번만 곱해 주세요."""

LOSES = ("line-step", "fit")


# %% line-step-solution
def line_step(w, b, X, y, lr):
    residual = X @ w + b - y
    grad_w, grad_b = lr * X.T @ residual / len(y), lr * np.mean(residual)
    return w - lr * grad_w, b - lr * grad_b


# %% fit-solution
def fit(X, y, lr, tol, max_steps):
    w, b, steps = np.zeros(X.shape[1]), 0.0, 0
    while steps < max_steps:
        residual = X @ w + b - y
        grad_w, grad_b = lr * X.T @ residual / len(y), lr * np.mean(residual)
        if np.hypot(np.linalg.norm(grad_w), grad_b) <= tol:
            break
        w, b = w - lr * grad_w, b - lr * grad_b
        steps += 1
    return w, b, steps
