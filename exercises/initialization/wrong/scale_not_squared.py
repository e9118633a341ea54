r"""가지의 배율이 분산에 그대로 곱해진다고 보았습니다.
값에 s를 곱하면 분산은 s²배가 됩니다.
마지막에 제곱근을 씌우세요."""

LOSES = ("branch",)


# %% branch-solution
def branch_scale(num_blocks, branch_gain, growth):
    factor = growth ** (1 / num_blocks)
    return (factor - 1) / branch_gain, factor ** np.arange(num_blocks + 1)
