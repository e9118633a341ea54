r"""가지가 곱하는 배율 c를 쓰지 않았습니다.
가지가 분산을 키우는 만큼 s는 작아져야 합니다.
블록이 곱하는 수는 1 + s²이 아니라 1 + s²c입니다."""

LOSES = ("branch",)


# %% branch-solution
def branch_scale(num_blocks, branch_gain, growth):
    factor = growth ** (1 / num_blocks)
    return np.sqrt(factor - 1), factor ** np.arange(num_blocks + 1)
