r"""3×3 합성곱에서 무리 하나의 매개변수만 세었습니다.
무리 하나에 d·d개의 커널이 있고 그런 무리가 g개입니다.
출력 채널 D개마다 필터가 하나씩 있다는 데서 시작하세요."""

LOSES = ("resnext",)


# %% resnext-solution
def widest_bottleneck(channels, groups, budget):
    def count(width):
        D = groups * width
        convolutions = channels * D + 9 * width * width + D * channels
        return convolutions + 2 * (D + D + channels)

    width = 0
    while count(width + 1) <= budget:
        width += 1
    return width, count(width) if width else 0
