r"""뒤로 갈 때 `point`를 곱하지 않고 출력 채널의 기울기를 모두 더해 보냈습니다.
1×1 합성곱도 층이므로 그 가중치를 지나야 합니다.
`grad_output`에 `point`를 곱해 채널의 수를 C로 되돌리세요."""

LOSES = ("separable",)


# %% separable-solution
def separable_backward(x, depth, point, grad_output):
    windows = np.lib.stride_tricks.sliding_window_view(x, depth.shape[1:], axis=(2, 3))
    z = np.einsum("ncijuv,cuv->ncij", windows, depth)
    grad_point = np.einsum("nfij,ncij->fc", grad_output, z)
    grad_z = np.repeat(grad_output.sum(axis=1, keepdims=True), x.shape[1], axis=1)
    grad_depth = np.einsum("ncijuv,ncij->cuv", windows, grad_z)
    grad_x, (oH, oW) = np.zeros_like(x), grad_z.shape[2:]
    for u, v in np.ndindex(depth.shape[1:]):
        grad_x[:, :, u : u + oH, v : v + oW] += depth[:, u, v][:, None, None] * grad_z
    return grad_x, grad_depth, grad_point
