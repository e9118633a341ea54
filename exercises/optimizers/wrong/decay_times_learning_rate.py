r"""감쇠에도 바탕 학습률 α를 곱했습니다.
PyTorch의 `AdamW`가 쓰는 꼴이지만, 이 문항이 따르는 논문의 식에서 α는 기울기의 걸음에만 곱해집니다.
감쇠에는 스케줄 배율과 λ만 곱하세요."""

LOSES = ("decoupled",)


# %% decoupled-solution
def scheduled_adamw(x, grads, lr, etas, betas, eps, weight_decay):
    beta1, beta2 = betas
    m, v, path = np.zeros_like(x), np.zeros_like(x), [x]
    for t, (g, eta) in enumerate(zip(grads, etas, strict=True), start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
        x = x - eta * lr * (step + weight_decay * x)
        path.append(x)
    return np.array(path)
