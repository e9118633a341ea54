r"""기울기를 창의 길이가 아니라 길이의 제곱으로 나누었습니다.
그러면 값이 두 배가 되면 기울기가 반으로 줄지만, L2 풀링의 기울기는 크기에 상관없이 방향만 봅니다.
제곱근을 구한 값으로 나누세요."""

LOSES = ("l2-pool",)


# %% l2-pool-solution
def l2_pool(x, kernel_size, stride, grad_output):
    y, grad_x = np.empty_like(grad_output), np.zeros_like(x)
    for i, j in np.ndindex(grad_output.shape[2:]):
        top, left = i * stride, j * stride
        here = (..., slice(top, top + kernel_size), slice(left, left + kernel_size))
        square = np.sum(x[here] ** 2, axis=(2, 3))
        share = grad_output[..., i, j] / np.where(square > 0, square, 1.0)
        y[..., i, j] = np.sqrt(square)
        grad_x[here] += share[..., None, None] * x[here]
    return y, grad_x
