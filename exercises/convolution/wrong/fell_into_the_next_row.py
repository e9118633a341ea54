r"""그림 밖인지를 펼친 번호로만 확인했습니다.
오른쪽 밖으로 나간 칸의 번호는 다음 줄의 첫 칸과 같아서, 엉뚱한 칸의 값이 더해집니다.
줄과 열이 저마다 그림 안에 있는지 따로 확인하세요."""

LOSES = ("matrix",)


# %% matrix-solution
def conv_matrix(kernel, size, stride, padding):
    (kH, kW), (H, W) = kernel.shape, size
    oH = (H + 2 * padding - kH) // stride + 1
    oW = (W + 2 * padding - kW) // stride + 1
    T = np.zeros((oH * oW, H * W))
    for i, j, u, v in np.ndindex(oH, oW, kH, kW):
        place = (i * stride - padding + u) * W + j * stride - padding + v
        if 0 <= place < H * W:
            T[i * oW + j, place] += kernel[u, v]
    return T
