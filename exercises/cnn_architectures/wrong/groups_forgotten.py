r"""3×3 합성곱을 무리가 없는 것처럼 세었습니다.
그러면 무리를 나누어도 아끼는 것이 없어 폭이 훨씬 좁게 나옵니다.
필터 하나가 보는 입력 채널을 D가 아니라 D/g로 세세요."""

LOSES = ("resnext",)


# %% resnext-solution
def widest_bottleneck(channels, groups, budget):
    def count(width):
        D = groups * width
        convolutions = channels * D + 9 * D * D + D * channels
        return convolutions + 2 * (D + D + channels)

    width = 0
    while count(width + 1) <= budget:
        width += 1
    return width, count(width) if width else 0
