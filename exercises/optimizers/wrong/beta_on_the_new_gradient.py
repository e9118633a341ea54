r"""평균을 낼 때 β를 지난 평균이 아니라 새 기울기에 곱했습니다.
그러면 β를 크게 할수록 기억이 길어지지 않고 오히려 짧아집니다.
지난 평균에 β, 새 기울기에 1 - β를 곱했는지 확인해 보세요."""

LOSES = ("qhm",)


# %% qhm-solution
def qhm_step(x, m, g, lr, momentum, nu):
    m_new = (1 - momentum) * m + momentum * g
    return x - lr * ((1 - nu) * g + nu * m_new), m_new
