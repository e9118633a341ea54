r"""`w`의 기울기만으로 멈출지를 정하고 `b`의 기울기는 보지 않았습니다.
`w`가 먼저 자리를 잡으면 `b`가 아직 움직이는 중에도 멈추게 됩니다.
기울기 전체의 크기는 두 부분을 합친 `np.hypot(np.linalg.norm(grad_w), grad_b)`입니다."""

LOSES = ("fit",)


# %% fit-solution
def fit(X, y, lr, tol, max_steps):
    w, b, steps = np.zeros(X.shape[1]), 0.0, 0
    while steps < max_steps:
        residual = X @ w + b - y
        grad_w, grad_b = X.T @ residual / len(y), np.mean(residual)
        if np.linalg.norm(grad_w) <= tol:
            break
        w, b = w - lr * grad_w, b - lr * grad_b
        steps += 1
    return w, b, steps
