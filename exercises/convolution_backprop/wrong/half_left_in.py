r"""제곱근을 미분한 1/2만 쓰고, 제곱을 미분할 때 나오는 2를 빠뜨렸습니다.
연쇄 법칙에서 두 수는 서로 지웁니다.
x를 길이로 나눈 것이 그대로 기울기입니다."""

LOSES = ("l2-pool",)


# %% l2-pool-solution
def l2_pool(x, kernel_size, stride, grad_output):
    y, grad_x = np.empty_like(grad_output), np.zeros_like(x)
    for i, j in np.ndindex(grad_output.shape[2:]):
        top, left = i * stride, j * stride
        here = (..., slice(top, top + kernel_size), slice(left, left + kernel_size))
        length = np.sqrt(np.sum(x[here] ** 2, axis=(2, 3)))
        share = grad_output[..., i, j] / np.where(length > 0, 2 * length, 1.0)
        y[..., i, j] = length
        grad_x[here] += share[..., None, None] * x[here]
    return y, grad_x
