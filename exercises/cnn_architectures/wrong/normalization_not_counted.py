r"""배치 정규화의 매개변수를 세지 않았습니다.
합성곱마다 뒤에 있는 배치 정규화는 채널마다 배율과 이동을 배웁니다.
세 층의 출력 채널을 더해 2를 곱한 만큼 더하세요."""

LOSES = ("resnext",)


# %% resnext-solution
def widest_bottleneck(channels, groups, budget):
    def count(width):
        D = groups * width
        return channels * D + 9 * D * width + D * channels

    width = 0
    while count(width + 1) <= budget:
        width += 1
    return width, count(width) if width else 0
