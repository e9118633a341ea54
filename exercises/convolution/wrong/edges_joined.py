r"""그림 밖으로 나간 칸을 반대쪽 끝에서 가져왔습니다.
음수 번호는 NumPy에서 오류 없이 뒤에서부터 세므로 눈치채기 어렵습니다.
패딩은 0이므로 그림 밖의 칸에는 아무것도 적지 마세요."""

LOSES = ("matrix",)


# %% matrix-solution
def conv_matrix(kernel, size, stride, padding):
    (kH, kW), (H, W) = kernel.shape, size
    oH = (H + 2 * padding - kH) // stride + 1
    oW = (W + 2 * padding - kW) // stride + 1
    T = np.zeros((oH * oW, H * W))
    for i, j, u, v in np.ndindex(oH, oW, kH, kW):
        row, column = (i * stride - padding + u) % H, (j * stride - padding + v) % W
        T[i * oW + j, row * W + column] += kernel[u, v]
    return T
