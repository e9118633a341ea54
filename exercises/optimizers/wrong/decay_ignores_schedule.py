r"""스케줄 배율을 걸음에만 곱하고 감쇠에는 곱하지 않았습니다.
그러면 스케줄이 끝나 걸음이 거의 0이 되어도 가중치는 계속 줄어듭니다.
η_t를 괄호 밖에 두어 걸음과 감쇠에 함께 곱하세요."""

LOSES = ("decoupled",)


# %% decoupled-solution
def scheduled_adamw(x, grads, lr, etas, betas, eps, weight_decay):
    beta1, beta2 = betas
    m, v, path = np.zeros_like(x), np.zeros_like(x), [x]
    for t, (g, eta) in enumerate(zip(grads, etas, strict=True), start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        step = lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
        x = x - eta * step - weight_decay * x
        path.append(x)
    return np.array(path)
