r"""먼저 걸음을 내딛고, 옮겨 간 자리를 줄였습니다.
그러면 방금 내디딘 걸음까지 함께 줄어들어 식과 어긋납니다.
감쇠는 걸음을 내딛기 전의 자리 x_{t-1}에 비례하도록 한 식 안에서 빼세요."""

LOSES = ("decoupled",)


# %% decoupled-solution
def scheduled_adamw(x, grads, lr, etas, betas, eps, weight_decay):
    beta1, beta2 = betas
    m, v, path = np.zeros_like(x), np.zeros_like(x), [x]
    for t, (g, eta) in enumerate(zip(grads, etas, strict=True), start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        step = lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
        x = x - eta * step
        x = x - eta * weight_decay * x
        path.append(x)
    return np.array(path)
