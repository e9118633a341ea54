r"""자국이 겹치는 자리에서 더하지 않고 덮어썼습니다.
커널이 보폭보다 길면 이웃한 자국이 겹치고, 거기서는 둘이 더해집니다.
`=`를 `+=`로 고치세요."""

LOSES = ("transposed",)


# %% transposed-solution
def transposed1d(x, weight, stride, padding, grad_output):
    (N, _, L), (_, F, k) = x.shape, weight.shape
    reach = (L - 1) * stride + 1
    full = np.zeros((N, F, reach + k - 1))
    grad_full = np.pad(grad_output, ((0, 0), (0, 0), (padding, padding)))
    grad_x, grad_weight = np.zeros_like(x), np.empty_like(weight)
    for u in range(k):
        stamped = slice(u, u + reach, stride)
        full[:, :, stamped] = np.einsum("nci,cf->nfi", x, weight[:, :, u])
        grad_x += np.einsum("nfi,cf->nci", grad_full[:, :, stamped], weight[:, :, u])
        grad_weight[:, :, u] = np.einsum("nci,nfi->cf", x, grad_full[:, :, stamped])
    return full[:, :, padding : full.shape[2] - padding], grad_x, grad_weight
