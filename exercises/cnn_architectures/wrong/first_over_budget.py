r"""한도를 처음으로 넘는 폭을 돌려줬습니다.
찾는 것은 한도를 넘지 않는 것 가운데 가장 넓은 폭입니다.
넘은 것을 보았으면 한 걸음 물러나세요."""

LOSES = ("resnext",)


# %% resnext-solution
def widest_bottleneck(channels, groups, budget):
    def count(width):
        D = groups * width
        convolutions = channels * D + 9 * D * width + D * channels
        return convolutions + 2 * (D + D + channels)

    width = 0
    while count(width + 1) <= budget:
        width += 1
    return width + 1, count(width + 1)
