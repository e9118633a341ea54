r"""앞을 내다보지 않고 Adam의 m̂을 그대로 썼습니다.
그러면 이번 기울기가 평균을 거쳐서만 들어가 네스테로프의 빠른 반응이 없습니다.
m̂ 자리에 지시문의 두 항을 더한 값을 넣으세요."""

LOSES = ("nadam",)


# %% nadam-solution
def nadam(x, grads, lr, betas, eps):
    beta1, beta2 = betas
    m, v, path = np.zeros_like(x), np.zeros_like(x), [x]
    for t, g in enumerate(grads, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        x = x - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
        path.append(x)
    return np.array(path)
