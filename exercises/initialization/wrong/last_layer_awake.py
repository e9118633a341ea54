r"""가지의 마지막 층도 다른 층과 똑같이 두었습니다.
그러면 처음부터 모든 가지가 값을 보태어 블록의 수만큼 분산이 자랍니다.
마지막 층의 표준편차를 0으로 두어 지름길만 남기세요."""

LOSES = ("fixup",)


# %% fixup-solution
def fixup_stds(widths, num_blocks):
    m = len(widths) - 1
    return np.sqrt(2 / np.array(widths[:-1])) * num_blocks ** (-1 / (2 * m - 2))
