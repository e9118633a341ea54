r"""스케줄 배율을 감쇠에만 곱하고 기울기의 걸음에는 곱하지 않았습니다.
그러면 학습률이 스케줄을 따르지 않아 끝까지 같은 크기로 걷습니다.
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
        x = x - step - eta * weight_decay * x
        path.append(x)
    return np.array(path)
