r"""`w`를 먼저 바꾼 뒤, 바뀐 `w`로 다시 잰 오차로 `b`를 갱신했습니다.
기울기 벡터는 한 점에서 잰 것이어야 하므로, 두 기울기를 모두 옛 `(w, b)`에서 계산한 다음 함께 갱신해야 합니다.
오차를 계산하는 줄이 두 갱신보다 앞에 한 번만 있는지 확인해 보세요."""

LOSES = ("line-step", "fit")


# %% line-step-solution
def line_step(w, b, X, y, lr):
    w_new = w - lr * X.T @ (X @ w + b - y) / len(y)
    b_new = b - lr * np.mean(X @ w_new + b - y)
    return w_new, b_new


# %% fit-solution
def fit(X, y, lr, tol, max_steps):
    w, b, steps = np.zeros(X.shape[1]), 0.0, 0
    while steps < max_steps:
        residual = X @ w + b - y
        grad_w, grad_b = X.T @ residual / len(y), np.mean(residual)
        if np.hypot(np.linalg.norm(grad_w), grad_b) <= tol:
            break
        w = w - lr * grad_w
        b = b - lr * np.mean(X @ w + b - y)
        steps += 1
    return w, b, steps
