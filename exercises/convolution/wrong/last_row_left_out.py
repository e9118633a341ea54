r"""창의 끝을 i + r로 두어 마지막 줄과 마지막 칸이 빠졌습니다.
표의 번호는 그 줄을 넣지 않은 합을 가리키므로, 줄 i + r까지 더하려면 번호가 하나 더 커야 합니다.
끝을 i + r + 1로 고치세요."""

LOSES = ("box-blur",)


# %% box-blur-solution
def box_blur(image, radius):
    H, W = image.shape
    table = np.zeros((H + 1, W + 1))
    table[1:, 1:] = image.cumsum(axis=0).cumsum(axis=1)
    top, bottom = np.clip([np.arange(H) - radius, np.arange(H) + radius], 0, H)
    left, right = np.clip([np.arange(W) - radius, np.arange(W) + radius], 0, W)
    upper, lower = table[top], table[bottom]
    total = lower[:, right] - upper[:, right] - lower[:, left] + upper[:, left]
    return table, total / np.outer(bottom - top, right - left)
