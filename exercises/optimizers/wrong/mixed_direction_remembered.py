r"""지금 기울기와 섞은 방향을 다음 걸음의 평균으로 넘겼습니다.
그러면 지금 기울기가 평균에 두 번 들어가 기억이 짧아집니다.
섞은 방향은 이번 걸음에만 쓰고, 돌려줄 때는 `m_new`를 돌려주세요."""

LOSES = ("qhm",)


# %% qhm-solution
def qhm_step(x, m, g, lr, momentum, nu):
    m_new = momentum * m + (1 - momentum) * g
    direction = (1 - nu) * g + nu * m_new
    return x - lr * direction, direction
