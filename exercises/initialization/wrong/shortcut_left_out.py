r"""지름길을 빼고 가지의 배율만으로 분산을 맞추었습니다.
지름길이 이미 분산을 1배로 지나게 하므로, 가지가 보탤 것은 나머지 (배수 - 1)뿐입니다.
1 + s²c가 블록의 배수와 같다고 놓고 푸세요."""

LOSES = ("branch",)


# %% branch-solution
def branch_scale(num_blocks, branch_gain, growth):
    factor = growth ** (1 / num_blocks)
    return np.sqrt(factor / branch_gain), factor ** np.arange(num_blocks + 1)
