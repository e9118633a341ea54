r"""입력의 기울기를 흩어 더하면서 커널까지 뒤집었습니다.
커널의 칸 (u, v)가 본 자리에 그 칸의 가중치를 곱해 더하면 뒤집기는 저절로 됩니다.
흩어 더할 때는 커널을 그대로 쓰세요."""

LOSES = ("separable",)


# %% separable-solution
def separable_backward(x, depth, point, grad_output):
    windows = np.lib.stride_tricks.sliding_window_view(x, depth.shape[1:], axis=(2, 3))
    z = np.einsum("ncijuv,cuv->ncij", windows, depth)
    grad_point = np.einsum("nfij,ncij->fc", grad_output, z)
    grad_z = np.einsum("nfij,fc->ncij", grad_output, point)
    grad_depth = np.einsum("ncijuv,ncij->cuv", windows, grad_z)
    grad_x, (oH, oW) = np.zeros_like(x), grad_z.shape[2:]
    for u, v in np.ndindex(depth.shape[1:]):
        turned = depth[:, -1 - u, -1 - v][:, None, None]
        grad_x[:, :, u : u + oH, v : v + oW] += turned * grad_z
    return grad_x, grad_depth, grad_point
