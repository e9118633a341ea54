r"""역전파에서 난수를 새로 뽑아, 순전파와 다른 채널을 껐습니다.
그러면 출력에 기여한 채널은 배우지 못하고 기여하지 않은 채널이 배웁니다.
한 번 뽑은 것을 두 곳에서 함께 쓰세요."""

LOSES = ("channels",)


# %% channels-solution
def channel_dropout(x, grad_output, p, rng):
    first = (rng.random(x.shape[:2]) >= p)[:, :, None, None] / (1 - p)
    second = (rng.random(x.shape[:2]) >= p)[:, :, None, None] / (1 - p)
    return x * first, grad_output * second
