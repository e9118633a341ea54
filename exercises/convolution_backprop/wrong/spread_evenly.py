r"""기울기를 평균 풀링처럼 창의 모든 칸에 고르게 나누었습니다.
L2 풀링에서는 큰 값일수록 길이를 더 많이 바꾸므로 더 많이 받습니다.
칸마다 제 값을 길이로 나눈 만큼 보내세요."""

LOSES = ("l2-pool",)


# %% l2-pool-solution
def l2_pool(x, kernel_size, stride, grad_output):
    y, grad_x = np.empty_like(grad_output), np.zeros_like(x)
    for i, j in np.ndindex(grad_output.shape[2:]):
        top, left = i * stride, j * stride
        here = (..., slice(top, top + kernel_size), slice(left, left + kernel_size))
        y[..., i, j] = np.sqrt(np.sum(x[here] ** 2, axis=(2, 3)))
        grad_x[here] += grad_output[..., i, j, None, None] / kernel_size**2
    return y, grad_x
