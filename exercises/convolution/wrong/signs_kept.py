r"""절댓값을 구하지 않고 평균을 낸 다음에 부호를 떼었습니다.
홀수 번 거듭제곱하면 음수가 양수를 지워, 크게 반응한 창의 답이 작아집니다.
거듭제곱하기 전에 절댓값을 구하세요."""

LOSES = ("power-pool",)


# %% power-pool-solution
def power_pool(x, kernel_size, stride, p):
    size = (kernel_size, kernel_size)
    windows = np.lib.stride_tricks.sliding_window_view(x, size, axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    largest = np.abs(windows).max(axis=(4, 5), keepdims=True)
    shares = windows / np.where(largest > 0, largest, 1.0)
    powers = np.sign(shares) * np.abs(shares) ** p
    return largest[..., 0, 0] * np.abs(np.mean(powers, axis=(4, 5))) ** (1 / p)
