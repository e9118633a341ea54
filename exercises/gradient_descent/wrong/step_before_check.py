r"""먼저 갱신하고 나서 갱신하기 전의 기울기로 멈출지를 정했습니다.
그래서 이미 기준을 만족한 자리에서도 한 걸음을 더 가고, 갱신 횟수가 하나 많습니다.
기울기 계산, 멈출지 판단, 갱신의 순서로 놓였는지 확인해 보세요."""

LOSES = ("fit",)


# %% fit-solution
def fit(X, y, lr, tol, max_steps):
    w, b, steps = np.zeros(X.shape[1]), 0.0, 0
    while steps < max_steps:
        residual = X @ w + b - y
        grad_w, grad_b = X.T @ residual / len(y), np.mean(residual)
        w, b = w - lr * grad_w, b - lr * grad_b
        steps += 1
        if np.hypot(np.linalg.norm(grad_w), grad_b) <= tol:
            break
    return w, b, steps
