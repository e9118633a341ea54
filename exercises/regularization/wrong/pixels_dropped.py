r"""채널이 아니라 픽셀을 하나씩 껐습니다.
꺼진 픽셀의 값은 옆 픽셀을 보면 거의 알 수 있어서 규제의 힘이 약해집니다.
난수는 모양 `(N, C)`로 뽑으세요."""

LOSES = ("channels",)


# %% channels-solution
def channel_dropout(x, grad_output, p, rng):
    gate = (rng.random(x.shape) >= p) / (1 - p)
    return x * gate, grad_output * gate
