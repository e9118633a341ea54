r"""층의 수와 상관없이 1/√L을 곱했습니다.
가지에 층이 여럿이면 곱하는 수도 여럿이므로, 층마다는 덜 줄여야 모두 곱한 것이 맞습니다.
지수 -1/(2m - 2)에 m을 넣으세요."""

LOSES = ("fixup",)


# %% fixup-solution
def fixup_stds(widths, num_blocks):
    stds = np.sqrt(2 / np.array(widths[:-1])) / np.sqrt(num_blocks)
    stds[-1] = 0
    return stds
