r"""그림의 칸에 번호를 열마다 위에서 아래로 매겼습니다.
`x.ravel()`은 줄마다 왼쪽에서 오른쪽으로 펴므로 이 행렬은 다른 칸을 봅니다.
번호는 (줄) × (너비) + (열)입니다."""

LOSES = ("matrix",)


# %% matrix-solution
def conv_matrix(kernel, size, stride, padding):
    (kH, kW), (H, W) = kernel.shape, size
    oH = (H + 2 * padding - kH) // stride + 1
    oW = (W + 2 * padding - kW) // stride + 1
    T = np.zeros((oH * oW, H * W))
    for i, j, u, v in np.ndindex(oH, oW, kH, kW):
        row, column = i * stride - padding + u, j * stride - padding + v
        if 0 <= row < H and 0 <= column < W:
            T[i + j * oH, row + column * H] = kernel[u, v]
    return T
