r"""지난 속도에 (지난 학습률) / (이번 학습률)을 곱했습니다.
그러면 학습률을 낮출 때 속도가 오히려 커집니다.
지난 속도를 지난 학습률로 나누어 버퍼로 되돌린 다음 이번 학습률을 곱하는 차례를 적어 보세요."""

LOSES = ("velocity",)


# %% velocity-solution
def velocity_step(x, v, g, lr, previous_lr, momentum):
    v_new = momentum * (previous_lr / lr) * v - lr * g
    return x + v_new, v_new
