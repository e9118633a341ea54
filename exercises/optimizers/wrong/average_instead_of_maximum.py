r"""최댓값 대신 절댓값의 지수 이동 평균을 썼습니다.
그러면 큰 기울기가 한 번 와도 나누는 수가 조금만 커져, 걸음이 학습률보다 훨씬 커질 수 있습니다.
`np.maximum`으로 더 큰 쪽을 고르세요."""

LOSES = ("adamax",)


# %% adamax-solution
def adamax(x, grads, lr, betas, eps):
    beta1, beta2 = betas
    m, u, path = np.zeros_like(x), np.zeros_like(x), [x]
    for t, g in enumerate(grads, start=1):
        m = beta1 * m + (1 - beta1) * g
        u = beta2 * u + (1 - beta2) * (np.abs(g) + eps)
        x = x - lr / (1 - beta1**t) * m / u
        path.append(x)
    return np.array(path)
