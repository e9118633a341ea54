r"""배치 정규화를 합성곱의 뒤에 두고 나가는 채널로 세었습니다.
DenseNet은 정규화와 ReLU를 합성곱의 앞에 둡니다.
이어 붙인 c채널과 4k채널에 2를 곱하세요."""

LOSES = ("densenet",)


# %% densenet-solution
def densenet(channels, growth, blocks):
    after, parameters = [], 0
    for i, layers in enumerate(blocks):
        if i > 0:
            parameters += 2 * (channels // 2) + channels * (channels // 2)
            channels //= 2
        for _ in range(layers):
            parameters += 2 * 4 * growth + channels * 4 * growth
            parameters += 2 * growth + 9 * 4 * growth * growth
            channels += growth
        after.append(channels)
    return after, parameters
