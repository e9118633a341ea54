r"""이번 기울기에 지난 학습률을 곱했습니다.
학습률을 바꾼 걸음에서 새 기울기만 예전 크기로 들어가 한 걸음 늦게 반응합니다.
이번 기울기에는 이번 학습률 `lr`을 곱하세요."""

LOSES = ("velocity",)


# %% velocity-solution
def velocity_step(x, v, g, lr, previous_lr, momentum):
    v_new = momentum * (lr / previous_lr) * v - previous_lr * g
    return x + v_new, v_new
