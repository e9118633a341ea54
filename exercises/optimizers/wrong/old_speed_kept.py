r"""지난 속도를 그대로 두고 μv - ηg로 이어 갔습니다.
지난 속도에는 지난 학습률이 곱해져 있으므로, 학습률을 낮추어도 한동안 예전 크기로 미끄러집니다.
지난 속도에 (이번 학습률) / (지난 학습률)을 곱해 이번 학습률로 다시 재세요."""

LOSES = ("velocity",)


# %% velocity-solution
def velocity_step(x, v, g, lr, previous_lr, momentum):
    v_new = momentum * v - lr * g
    return x + v_new, v_new
