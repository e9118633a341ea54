r"""속도를 고치기 전의 값으로 자리를 옮기고 나서 속도를 고쳤습니다.
그러면 첫 걸음에서 움직이지 않고, 기울기가 늘 한 걸음 늦게 반영됩니다.
`v_new`를 먼저 계산하고 `x + v_new`로 옮기세요."""

LOSES = ("velocity",)


# %% velocity-solution
def velocity_step(x, v, g, lr, previous_lr, momentum):
    v_new = momentum * (lr / previous_lr) * v - lr * g
    return x + v, v_new
