r"""둘째 항 (1 - β₁)g를 1 - β₁^t로 나누지 않았습니다.
그러면 처음 몇 걸음에서 이번 기울기의 몫이 너무 작습니다.
두 항은 지수만 다를 뿐 둘 다 편향을 바로잡아야 합니다."""

LOSES = ("nadam",)


# %% nadam-solution
def nadam(x, grads, lr, betas, eps):
    beta1, beta2 = betas
    m, v, path = np.zeros_like(x), np.zeros_like(x), [x]
    for t, g in enumerate(grads, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        ahead = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g
        x = x - lr * ahead / (np.sqrt(v / (1 - beta2**t)) + eps)
        path.append(x)
    return np.array(path)
