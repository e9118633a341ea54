r"""최댓값 u까지 1 - β₂^t로 나누었습니다.
평균은 0에서 시작해 작게 치우치지만 최댓값은 첫 걸음에 곧바로 제 크기가 되므로, 나누면 걸음이 지나치게 작아집니다.
보정은 m에만 하세요."""

LOSES = ("adamax",)


# %% adamax-solution
def adamax(x, grads, lr, betas, eps):
    beta1, beta2 = betas
    m, u, path = np.zeros_like(x), np.zeros_like(x), [x]
    for t, g in enumerate(grads, start=1):
        m = beta1 * m + (1 - beta1) * g
        u = np.maximum(beta2 * u, np.abs(g) + eps)
        x = x - lr / (1 - beta1**t) * m / (u / (1 - beta2**t))
        path.append(x)
    return np.array(path)
