r"""블록의 수로 줄이는 규칙을 빠뜨렸습니다.
마지막 층이 0이라 처음 출력은 괜찮지만, 한 걸음만 배우면 블록마다의 변화가 L개 쌓여 망이 튑니다.
마지막을 뺀 층에 L^(-1/(2m - 2))을 곱하세요."""

LOSES = ("fixup",)


# %% fixup-solution
def fixup_stds(widths, num_blocks):
    stds = np.sqrt(2 / np.array(widths[:-1]))
    stds[-1] = 0
    return stds
