r"""지난 최댓값에 β₂를 곱하지 않아 한번 커진 u가 줄어들지 않습니다.
처음에 큰 기울기가 한 번 오면 그 뒤로 내내 작은 걸음만 걷게 됩니다.
견주기 전에 지난 u에 β₂를 곱해 서서히 잊히게 하세요."""

LOSES = ("adamax",)


# %% adamax-solution
def adamax(x, grads, lr, betas, eps):
    beta1, _ = betas
    m, u, path = np.zeros_like(x), np.zeros_like(x), [x]
    for t, g in enumerate(grads, start=1):
        m = beta1 * m + (1 - beta1) * g
        u = np.maximum(u, np.abs(g) + eps)
        x = x - lr / (1 - beta1**t) * m / u
        path.append(x)
    return np.array(path)
