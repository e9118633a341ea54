r"""섞는 비율을 반대로 써서, 지금 기울기에 ν를, 평균에 1 - ν를 곱했습니다.
그러면 ν가 0일 때 경사하강법이 아니라 모멘텀이 됩니다.
ν는 평균 쪽에 붙는 비율이라는 것을 확인해 보세요."""

LOSES = ("qhm",)


# %% qhm-solution
def qhm_step(x, m, g, lr, momentum, nu):
    m_new = momentum * m + (1 - momentum) * g
    return x - lr * (nu * g + (1 - nu) * m_new), m_new
