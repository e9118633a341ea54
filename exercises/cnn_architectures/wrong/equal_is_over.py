r"""한도와 똑같은 것을 한도를 넘은 것으로 보았습니다.
꼭 맞는 폭이 있는데도 하나 좁은 것을 고르게 됩니다.
크거나 같은지가 아니라 큰지를 물으세요."""

LOSES = ("resnext",)


# %% resnext-solution
def widest_bottleneck(channels, groups, budget):
    def count(width):
        D = groups * width
        convolutions = channels * D + 9 * D * width + D * channels
        return convolutions + 2 * (D + D + channels)

    width = 0
    while count(width + 1) < budget:
        width += 1
    return width, count(width) if width else 0
