r"""두 항을 모두 1 - β₁^t로 나누었습니다.
첫째 항은 다음 걸음에서 쓰일 모멘텀이므로 다음 걸음의 지수 t + 1로 바로잡아야 합니다.
처음 몇 걸음에서 차이가 가장 크니 t = 1을 손으로 계산해 보세요."""

LOSES = ("nadam",)


# %% nadam-solution
def nadam(x, grads, lr, betas, eps):
    beta1, beta2 = betas
    m, v, path = np.zeros_like(x), np.zeros_like(x), [x]
    for t, g in enumerate(grads, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        ahead = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
        x = x - lr * ahead / (np.sqrt(v / (1 - beta2**t)) + eps)
        path.append(x)
    return np.array(path)
