r"""1×1 합성곱이 4k채널이 아니라 4c채널을 낸다고 세었습니다.
병목의 폭은 성장률로 정하므로 입력이 두꺼워져도 그대로입니다.
그래서 뒤의 층에서 더 많이 아낍니다."""

LOSES = ("densenet",)


# %% densenet-solution
def densenet(channels, growth, blocks):
    after, parameters = [], 0
    for i, layers in enumerate(blocks):
        if i > 0:
            parameters += 2 * channels + channels * (channels // 2)
            channels //= 2
        for _ in range(layers):
            parameters += 2 * channels + channels * 4 * channels
            parameters += 2 * 4 * channels + 9 * 4 * channels * growth
            channels += growth
        after.append(channels)
    return after, parameters
