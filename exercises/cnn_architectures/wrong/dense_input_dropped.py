r"""층의 출력을 입력에 잇지 않고 입력과 바꾸었습니다.
그러면 둘째 층부터는 언제나 k채널만 받는 보통의 신경망입니다.
이어 붙이면 층마다 채널이 k씩 늘어납니다."""

LOSES = ("densenet",)


# %% densenet-solution
def densenet(channels, growth, blocks):
    after, parameters = [], 0
    for i, layers in enumerate(blocks):
        if i > 0:
            parameters += 2 * channels + channels * (channels // 2)
            channels //= 2
        for _ in range(layers):
            parameters += 2 * channels + channels * 4 * growth
            parameters += 2 * 4 * growth + 9 * 4 * growth * growth
            channels = growth
        after.append(channels)
    return after, parameters
