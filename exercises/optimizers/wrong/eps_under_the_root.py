r"""ε을 제곱근 안에 더했습니다.
그러면 √(v̂ + ε)이 되어 실제로 더해지는 것은 √ε쯤이고, v̂이 작은 좌표에서 걸음이 눈에 띄게 작아집니다.
제곱근을 먼저 취하고 그 밖에서 ε을 더하세요."""

LOSES = ("nadam",)


# %% nadam-solution
def nadam(x, grads, lr, betas, eps):
    beta1, beta2 = betas
    m, v, path = np.zeros_like(x), np.zeros_like(x), [x]
    for t, g in enumerate(grads, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        ahead = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
        x = x - lr * ahead / np.sqrt(v / (1 - beta2**t) + eps)
        path.append(x)
    return np.array(path)
