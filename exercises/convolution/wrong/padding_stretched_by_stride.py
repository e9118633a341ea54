r"""창의 자리를 구하면서 패딩을 뺀 다음 보폭을 곱했습니다.
패딩은 입력의 칸으로 센 것이라 보폭만큼 늘어나지 않습니다.
보폭을 먼저 곱하고 패딩을 나중에 빼세요."""

LOSES = ("matrix",)


# %% matrix-solution
def conv_matrix(kernel, size, stride, padding):
    (kH, kW), (H, W) = kernel.shape, size
    oH = (H + 2 * padding - kH) // stride + 1
    oW = (W + 2 * padding - kW) // stride + 1
    T = np.zeros((oH * oW, H * W))
    for i, j, u, v in np.ndindex(oH, oW, kH, kW):
        row, column = (i - padding) * stride + u, (j - padding) * stride + v
        if 0 <= row < H and 0 <= column < W:
            T[i * oW + j, row * W + column] = kernel[u, v]
    return T
