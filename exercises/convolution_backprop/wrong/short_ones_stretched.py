r"""한도보다 짧은 기울기까지 한도만큼 늘였습니다.
이것은 자르기가 아니라 모든 표본의 길이를 같게 하는 정규화입니다.
배율이 1을 넘지 않게 하세요."""

LOSES = ("clipped",)


# %% clipped-solution
def clipped_gradient(x, grad_output, kernel_size, max_norm):
    size = (kernel_size, kernel_size)
    windows = np.lib.stride_tricks.sliding_window_view(x, size, axis=(2, 3))
    each = np.einsum("nfij,ncijuv->nfcuv", grad_output, windows)
    norms = np.sqrt(np.sum(each**2, axis=(1, 2, 3, 4)))
    return norms, np.einsum("n,nfcuv->fcuv", max_norm / norms, each) / len(x)
