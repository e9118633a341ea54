r"""값을 그대로 거듭제곱했습니다.
p가 크면 1보다 큰 값은 무한대로 넘치고 작은 값은 0이 되어, 제곱근을 구해도 돌아오지 않습니다.
창의 최댓값으로 먼저 나눈 다음 마지막에 곱하세요."""

LOSES = ("power-pool",)


# %% power-pool-solution
def power_pool(x, kernel_size, stride, p):
    size = (kernel_size, kernel_size)
    windows = np.lib.stride_tricks.sliding_window_view(np.abs(x), size, axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    return np.mean(windows**p, axis=(4, 5)) ** (1 / p)
