r"""기울기 크기의 제곱을 `tol`과 비교했습니다.
크기가 1보다 작을 때 제곱은 더 작으므로, tol = 0.001이면 실제로는 크기가 약 0.03일 때 벌써 멈춥니다.
제곱을 더한 뒤 제곱근을 취했는지, 또는 `tol`도 제곱해 비교했는지 확인해 보세요."""

LOSES = ("fit",)


# %% fit-solution
def fit(X, y, lr, tol, max_steps):
    w, b, steps = np.zeros(X.shape[1]), 0.0, 0
    while steps < max_steps:
        residual = X @ w + b - y
        grad_w, grad_b = X.T @ residual / len(y), np.mean(residual)
        if grad_w @ grad_w + grad_b**2 <= tol:
            break
        w, b = w - lr * grad_w, b - lr * grad_b
        steps += 1
    return w, b, steps
