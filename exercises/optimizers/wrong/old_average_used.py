r"""이번 기울기를 넣기 전의 평균 `m`을 걸음에 섞었습니다.
그러면 첫 걸음에서 평균이 0이고, 평균은 늘 한 걸음 늦은 방향을 가리킵니다.
평균을 먼저 고친 다음 새 평균 `m_new`를 섞으세요."""

LOSES = ("qhm",)


# %% qhm-solution
def qhm_step(x, m, g, lr, momentum, nu):
    m_new = momentum * m + (1 - momentum) * g
    return x - lr * ((1 - nu) * g + nu * m), m_new
