r"""출력은 껐지만 기울기는 모든 채널로 흘려보냈습니다.
꺼진 채널의 입력을 바꾸어도 출력은 0 그대로이므로 기울기도 0이어야 합니다.
순전파에서 곱한 것을 역전파에서도 곱하세요."""

LOSES = ("channels",)


# %% channels-solution
def channel_dropout(x, grad_output, p, rng):
    gate = (rng.random(x.shape[:2]) >= p)[:, :, None, None] / (1 - p)
    return x * gate, grad_output / (1 - p)
