r"""Adam처럼 제곱의 최댓값을 모으고 나중에 제곱근을 취했습니다.
그러면 지난 값이 β₂배가 아니라 √β₂배로 천천히 잊힙니다.
제곱하지 말고 기울기의 절댓값을 그대로 견주세요."""

LOSES = ("adamax",)


# %% adamax-solution
def adamax(x, grads, lr, betas, eps):
    beta1, beta2 = betas
    m, u, path = np.zeros_like(x), np.zeros_like(x), [x]
    for t, g in enumerate(grads, start=1):
        m = beta1 * m + (1 - beta1) * g
        u = np.maximum(beta2 * u, (np.abs(g) + eps) ** 2)
        x = x - lr / (1 - beta1**t) * m / np.sqrt(u)
        path.append(x)
    return np.array(path)
