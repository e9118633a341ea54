r"""거듭제곱의 평균이 아니라 합에서 제곱근을 구했습니다.
p = 1일 때 평균이 아니라 합이 되고, 창이 클수록 답이 커집니다.
창의 칸 수로 나눈 다음 1/p제곱을 하세요."""

LOSES = ("power-pool",)


# %% power-pool-solution
def power_pool(x, kernel_size, stride, p):
    size = (kernel_size, kernel_size)
    windows = np.lib.stride_tricks.sliding_window_view(np.abs(x), size, axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    largest = windows.max(axis=(4, 5), keepdims=True)
    shares = windows / np.where(largest > 0, largest, 1.0)
    return largest[..., 0, 0] * np.sum(shares**p, axis=(4, 5)) ** (1 / p)
