r"""자랄 몫을 블록의 수로 고르게 나누어 더했습니다.
블록마다 분산이 더해지는 것이 아니라 1 + s²c배로 **곱해지므로**, 뒤쪽 블록일수록 많이 자랍니다.
L제곱해서 `growth`가 되는 수를 먼저 구하세요."""

LOSES = ("branch",)


# %% branch-solution
def branch_scale(num_blocks, branch_gain, growth):
    s = np.sqrt((growth - 1) / (num_blocks * branch_gain))
    return s, 1 + (growth - 1) * np.arange(num_blocks + 1) / num_blocks
