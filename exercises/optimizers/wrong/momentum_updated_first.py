r"""모멘텀을 먼저 고치고, 고친 모멘텀에 이번 기울기를 또 섞어 방향을 정했습니다.
그러면 이번 기울기가 두 번 들어가 방향이 지금 기울기 쪽으로 치우칩니다.
방향에는 받은 `m`을 쓰고, `m_new`는 돌려줄 때만 쓰세요."""

LOSES = ("lion",)


# %% lion-solution
def lion_step(x, m, g, lr, betas, weight_decay):
    beta1, beta2 = betas
    m_new = beta2 * m + (1 - beta2) * g
    direction = np.sign(beta1 * m_new + (1 - beta1) * g)
    return x - lr * (direction + weight_decay * x), m_new
