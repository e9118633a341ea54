r"""배치 정규화와 함께 합성곱의 편향까지 세었습니다.
바로 뒤의 배치 정규화가 평균을 빼므로 편향은 두어도 지워집니다.
이 블록의 합성곱에는 편향이 없습니다."""

LOSES = ("resnext",)


# %% resnext-solution
def widest_bottleneck(channels, groups, budget):
    def count(width):
        D = groups * width
        convolutions = channels * D + 9 * D * width + D * channels
        return convolutions + 3 * (D + D + channels)

    width = 0
    while count(width + 1) <= budget:
        width += 1
    return width, count(width) if width else 0
