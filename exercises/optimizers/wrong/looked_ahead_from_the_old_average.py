r"""첫째 항에 이번 기울기를 넣기 전의 m_{t-1}을 썼습니다.
그러면 β₁m_{t-1} + (1 - β₁)g_t, 곧 Adam의 m_t와 거의 같아져 앞을 내다보지 못합니다.
m을 먼저 고친 다음 그 값에 β₁을 한 번 더 곱하세요."""

LOSES = ("nadam",)


# %% nadam-solution
def nadam(x, grads, lr, betas, eps):
    beta1, beta2 = betas
    m, v, path = np.zeros_like(x), np.zeros_like(x), [x]
    for t, g in enumerate(grads, start=1):
        ahead = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        x = x - lr * ahead / (np.sqrt(v / (1 - beta2**t)) + eps)
        path.append(x)
    return np.array(path)
