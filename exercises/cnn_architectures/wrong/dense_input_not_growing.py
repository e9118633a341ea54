r"""블록 안에서 모든 층이 블록의 첫 입력만 받는다고 세었습니다.
셋째 층은 첫째와 둘째 층의 출력도 함께 받습니다.
층을 하나 셀 때마다 채널을 늘리세요."""

LOSES = ("densenet",)


# %% densenet-solution
def densenet(channels, growth, blocks):
    after, parameters = [], 0
    for i, layers in enumerate(blocks):
        if i > 0:
            parameters += 2 * channels + channels * (channels // 2)
            channels //= 2
        parameters += layers * (2 * channels + channels * 4 * growth)
        parameters += layers * (2 * 4 * growth + 9 * 4 * growth * growth)
        channels += layers * growth
        after.append(channels)
    return after, parameters
