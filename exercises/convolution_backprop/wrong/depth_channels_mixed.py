r"""깊이별 커널의 기울기를 구하면서 모든 채널의 기울기를 더했습니다.
깊이별 단계에서 채널 c의 커널은 채널 c의 출력에만 닿습니다.
채널의 축을 더하지 말고 나란히 두세요."""

LOSES = ("separable",)


# %% separable-solution
def separable_backward(x, depth, point, grad_output):
    windows = np.lib.stride_tricks.sliding_window_view(x, depth.shape[1:], axis=(2, 3))
    z = np.einsum("ncijuv,cuv->ncij", windows, depth)
    grad_point = np.einsum("nfij,ncij->fc", grad_output, z)
    grad_z = np.einsum("nfij,fc->ncij", grad_output, point)
    grad_depth = np.einsum("ncijuv,nij->cuv", windows, grad_z.sum(axis=1))
    grad_x, (oH, oW) = np.zeros_like(x), grad_z.shape[2:]
    for u, v in np.ndindex(depth.shape[1:]):
        grad_x[:, :, u : u + oH, v : v + oW] += depth[:, u, v][:, None, None] * grad_z
    return grad_x, grad_depth, grad_point
