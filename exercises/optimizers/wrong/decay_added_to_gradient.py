r"""감쇠 λx를 기울기에 더해 모멘트까지 지나가게 했습니다.
그것은 L2 벌점을 쓴 Adam이어서, 감쇠가 √v̂로 나뉘어 기울기가 큰 좌표일수록 덜 줄어듭니다.
모멘트는 받은 기울기만으로 만들고, 감쇠는 걸음을 더할 때 따로 더하세요."""

LOSES = ("decoupled",)


# %% decoupled-solution
def scheduled_adamw(x, grads, lr, etas, betas, eps, weight_decay):
    beta1, beta2 = betas
    m, v, path = np.zeros_like(x), np.zeros_like(x), [x]
    for t, (g, eta) in enumerate(zip(grads, etas, strict=True), start=1):
        g = g + weight_decay * x
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        step = lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
        x = x - eta * step
        path.append(x)
    return np.array(path)
