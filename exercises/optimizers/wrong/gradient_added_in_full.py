r"""평균을 낼 때 새 기울기에 1 - β를 곱하지 않고 그대로 더했습니다.
그것은 평균이 아니라 누적이어서, 같은 기울기가 이어지면 1/(1 - β)배까지 커집니다.
β와 1 - β의 합이 1이 되어야 평균이라는 것을 떠올려 보세요."""

LOSES = ("qhm",)


# %% qhm-solution
def qhm_step(x, m, g, lr, momentum, nu):
    m_new = momentum * m + g
    return x - lr * ((1 - nu) * g + nu * m_new), m_new
