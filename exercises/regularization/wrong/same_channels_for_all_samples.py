r"""채널마다 한 번만 뽑아 배치의 모든 표본에서 같은 채널을 껐습니다.
한 걸음 안에서 여러 가지 망을 한꺼번에 보는 효과가 사라지고, 기울기의 흔들림이 커집니다.
표본마다 따로 뽑으세요."""

LOSES = ("channels",)


# %% channels-solution
def channel_dropout(x, grad_output, p, rng):
    gate = (rng.random(x.shape[1]) >= p)[:, None, None] / (1 - p)
    return x * gate, grad_output * gate
