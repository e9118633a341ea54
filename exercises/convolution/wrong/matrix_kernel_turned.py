r"""커널을 뒤집어 적었습니다.
그 행렬은 수학의 합성곱을 하고, 장의 합성곱과는 다른 값을 냅니다.
창의 (u, v) 칸에 `kernel[u, v]`를 그대로 적으세요."""

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
            T[i * oW + j, row * W + column] = kernel[-1 - u, -1 - v]
    return T
