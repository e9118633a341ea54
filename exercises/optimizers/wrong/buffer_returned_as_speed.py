r"""움직인 벡터가 아니라 PyTorch의 버퍼(기울기의 누적)를 속도라고 돌려주었습니다.
이 문항의 `v`는 자리의 차이이므로 학습률과 음의 부호가 들어 있어야 하고, 다음 걸음이 그 값을 받으면 길을 벗어납니다.
`x_new - x`와 `v_new`가 같은지 확인해 보세요."""

LOSES = ("velocity",)


# %% velocity-solution
def velocity_step(x, v, g, lr, previous_lr, momentum):
    buffer = momentum * v / -previous_lr + g
    return x - lr * buffer, buffer
