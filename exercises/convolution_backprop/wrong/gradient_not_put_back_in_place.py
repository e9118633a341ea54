r"""앞으로 갈 때는 양 끝을 잘라 냈는데, 뒤로 갈 때는 0을 뒤에만 붙였습니다.
그러면 기울기가 p칸 앞당겨져 엉뚱한 자국과 만납니다.
잘라 낸 만큼을 앞뒤에 똑같이 붙이고 시작하세요."""

LOSES = ("transposed",)


# %% transposed-solution
def transposed1d(x, weight, stride, padding, grad_output):
    (N, _, L), (_, F, k) = x.shape, weight.shape
    reach = (L - 1) * stride + 1
    full = np.zeros((N, F, reach + k - 1))
    grad_full = np.pad(grad_output, ((0, 0), (0, 0), (0, 2 * padding)))
    grad_x, grad_weight = np.zeros_like(x), np.empty_like(weight)
    for u in range(k):
        stamped = slice(u, u + reach, stride)
        full[:, :, stamped] += np.einsum("nci,cf->nfi", x, weight[:, :, u])
        grad_x += np.einsum("nfi,cf->nci", grad_full[:, :, stamped], weight[:, :, u])
        grad_weight[:, :, u] = np.einsum("nci,nfi->cf", x, grad_full[:, :, stamped])
    return full[:, :, padding : full.shape[2] - padding], grad_x, grad_weight
