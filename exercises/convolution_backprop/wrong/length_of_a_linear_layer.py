r"""길이를 입력의 길이와 기울기의 길이의 곱으로 구했습니다.
선형 층에서는 맞지만 합성곱에서는 같은 가중치가 여러 자리의 기울기를 모으며, 그때 서로 지우기도 합니다.
자리마다의 기울기를 먼저 더한 다음 길이를 재세요."""

LOSES = ("clipped",)


# %% clipped-solution
def clipped_gradient(x, grad_output, kernel_size, max_norm):
    size = (kernel_size, kernel_size)
    windows = np.lib.stride_tricks.sliding_window_view(x, size, axis=(2, 3))
    each = np.einsum("nfij,ncijuv->nfcuv", grad_output, windows)
    seen = np.sqrt(np.sum(windows**2, axis=(1, 2, 3, 4, 5)))
    norms = seen * np.sqrt(np.sum(grad_output**2, axis=(1, 2, 3)))
    scale = max_norm / np.maximum(norms, max_norm)
    return norms, np.einsum("n,nfcuv->fcuv", scale, each) / len(x)
