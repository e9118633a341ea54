r"""자국을 뒤집어 찍었습니다.
합성곱의 입력 기울기를 '뒤집은 커널로 모으기'로 외우면 이렇게 되기 쉽지만, 흩어 찍을 때는 뒤집지 않습니다.
커널의 첫 칸이 자국의 첫 칸이 되게 하세요."""

LOSES = ("transposed",)


# %% transposed-solution
def transposed1d(x, weight, stride, padding, grad_output):
    (N, _, L), (_, F, k) = x.shape, weight.shape
    reach = (L - 1) * stride + 1
    full = np.zeros((N, F, reach + k - 1))
    grad_full = np.pad(grad_output, ((0, 0), (0, 0), (padding, padding)))
    grad_x, grad_weight = np.zeros_like(x), np.empty_like(weight)
    for u in range(k):
        stamped = slice(k - 1 - u, k - 1 - u + reach, stride)
        full[:, :, stamped] += np.einsum("nci,cf->nfi", x, weight[:, :, u])
        grad_x += np.einsum("nfi,cf->nci", grad_full[:, :, stamped], weight[:, :, u])
        grad_weight[:, :, u] = np.einsum("nci,nfi->cf", x, grad_full[:, :, stamped])
    return full[:, :, padding : full.shape[2] - padding], grad_x, grad_weight
