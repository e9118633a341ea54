r"""길이가 아니라 성분 하나하나를 한도로 잘랐습니다.
그러면 기울기의 방향이 바뀌고, 성분이 많으면 길이는 여전히 한도보다 깁니다.
표본의 기울기 전체에 배율 하나를 곱하세요."""

LOSES = ("clipped",)


# %% clipped-solution
def clipped_gradient(x, grad_output, kernel_size, max_norm):
    size = (kernel_size, kernel_size)
    windows = np.lib.stride_tricks.sliding_window_view(x, size, axis=(2, 3))
    each = np.einsum("nfij,ncijuv->nfcuv", grad_output, windows)
    norms = np.sqrt(np.sum(each**2, axis=(1, 2, 3, 4)))
    return norms, np.clip(each, -max_norm, max_norm).mean(axis=0)
