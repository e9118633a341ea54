r"""첫째 모멘트의 편향을 바로잡지 않았습니다.
m은 0에서 시작하므로 처음 몇 걸음이 뜻한 것보다 훨씬 작아집니다.
학습률을 1 - β₁^t로 나누었는지 확인해 보세요."""

LOSES = ("adamax",)


# %% adamax-solution
def adamax(x, grads, lr, betas, eps):
    beta1, beta2 = betas
    m, u, path = np.zeros_like(x), np.zeros_like(x), [x]
    for g in grads:
        m = beta1 * m + (1 - beta1) * g
        u = np.maximum(beta2 * u, np.abs(g) + eps)
        x = x - lr * m / u
        path.append(x)
    return np.array(path)
