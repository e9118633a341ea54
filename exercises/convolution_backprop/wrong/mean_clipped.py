r"""표본들의 기울기를 먼저 평균한 다음 한 번 잘랐습니다.
그러면 기울기가 아주 큰 표본 하나가 평균의 방향을 마음대로 정합니다.
표본마다 자른 다음 평균하세요."""

LOSES = ("clipped",)


# %% clipped-solution
def clipped_gradient(x, grad_output, kernel_size, max_norm):
    size = (kernel_size, kernel_size)
    windows = np.lib.stride_tricks.sliding_window_view(x, size, axis=(2, 3))
    each = np.einsum("nfij,ncijuv->nfcuv", grad_output, windows)
    mean = each.mean(axis=0)
    norms = np.sqrt(np.sum(each**2, axis=(1, 2, 3, 4)))
    return norms, mean * min(1.0, max_norm / np.linalg.norm(mean))
