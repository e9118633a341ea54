r"""난수가 `p`보다 작은 채널을 남겨서, 끄는 확률과 남기는 확률이 뒤바뀌었습니다.
`p = 0`이면 아무것도 끄지 않아야 하는데 모두 꺼집니다.
`p` 이상인 자리를 남기세요."""

LOSES = ("channels",)


# %% channels-solution
def channel_dropout(x, grad_output, p, rng):
    gate = (rng.random(x.shape[:2]) < p)[:, :, None, None] / (1 - p)
    return x * gate, grad_output * gate
