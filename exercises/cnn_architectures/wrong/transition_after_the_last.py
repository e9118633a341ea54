r"""마지막 블록 뒤에도 전이 층을 두었습니다.
전이 층은 다음 블록에 넘기기 전에 채널을 줄이는 것이고, 마지막 블록의 다음에는 블록이 없습니다.
블록과 블록 사이에만 두세요."""

LOSES = ("densenet",)


# %% densenet-solution
def densenet(channels, growth, blocks):
    after, parameters = [], 0
    for layers in blocks:
        for _ in range(layers):
            parameters += 2 * channels + channels * 4 * growth
            parameters += 2 * 4 * growth + 9 * 4 * growth * growth
            channels += growth
        after.append(channels)
        parameters += 2 * channels + channels * (channels // 2)
        channels //= 2
    return after, parameters
