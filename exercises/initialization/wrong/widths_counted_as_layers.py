r"""층의 수 m을 너비의 수로 셌습니다.
너비가 m + 1개이면 층은 그 사이의 m개입니다.
`len(widths) - 1`을 쓰세요."""

LOSES = ("fixup",)


# %% fixup-solution
def fixup_stds(widths, num_blocks):
    m = len(widths)
    stds = np.sqrt(2 / np.array(widths[:-1])) * num_blocks ** (-1 / (2 * m - 2))
    stds[-1] = 0
    return stds
