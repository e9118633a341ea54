r"""`point`의 기울기를 깊이별 단계의 출력이 아니라 `x`로 구했습니다.
1×1 합성곱이 본 것은 이미 채널마다 합성곱한 값입니다.
앞으로 가는 계산을 한 단계 하여 그 층의 입력을 먼저 구하세요."""

LOSES = ("separable",)


# %% separable-solution
def separable_backward(x, depth, point, grad_output):
    windows = np.lib.stride_tricks.sliding_window_view(x, depth.shape[1:], axis=(2, 3))
    grad_point = np.einsum("nfij,ncij->fc", grad_output, windows[..., 0, 0])
    grad_z = np.einsum("nfij,fc->ncij", grad_output, point)
    grad_depth = np.einsum("ncijuv,ncij->cuv", windows, grad_z)
    grad_x, (oH, oW) = np.zeros_like(x), grad_z.shape[2:]
    for u, v in np.ndindex(depth.shape[1:]):
        grad_x[:, :, u : u + oH, v : v + oW] += depth[:, u, v][:, None, None] * grad_z
    return grad_x, grad_depth, grad_point
