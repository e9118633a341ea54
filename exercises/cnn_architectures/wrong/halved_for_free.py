r"""전이 층에서 채널만 절반으로 줄이고 그 매개변수는 세지 않았습니다.
채널을 섞어 줄이는 것은 1×1 합성곱이라 매개변수가 c·c/2개 듭니다.
앞의 배치 정규화도 함께 더하세요."""

LOSES = ("densenet",)


# %% densenet-solution
def densenet(channels, growth, blocks):
    after, parameters = [], 0
    for i, layers in enumerate(blocks):
        if i > 0:
            channels //= 2
        for _ in range(layers):
            parameters += 2 * channels + channels * 4 * growth
            parameters += 2 * 4 * growth + 9 * 4 * growth * growth
            channels += growth
        after.append(channels)
    return after, parameters
