r"""창의 위쪽과 왼쪽을 빼면서, 두 번 빼진 왼쪽 위 귀퉁이를 도로 더하지 않았습니다.
위쪽 띠와 왼쪽 띠는 그 귀퉁이에서 겹칩니다.
마지막에 `table[top, left]`에 있는 값을 더하세요."""

LOSES = ("box-blur",)


# %% box-blur-solution
def box_blur(image, radius):
    H, W = image.shape
    table = np.zeros((H + 1, W + 1))
    table[1:, 1:] = image.cumsum(axis=0).cumsum(axis=1)
    top, bottom = np.clip([np.arange(H) - radius, np.arange(H) + radius + 1], 0, H)
    left, right = np.clip([np.arange(W) - radius, np.arange(W) + radius + 1], 0, W)
    total = table[bottom][:, right] - table[top][:, right] - table[bottom][:, left]
    return table, total / np.outer(bottom - top, right - left)
