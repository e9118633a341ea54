r"""양 끝을 p칸씩 자르지 않고 앞에서 2p칸을 잘랐습니다.
길이는 맞지만 출력이 p칸 밀립니다.
뒤로 갈 때도 앞뒤에 0을 p개씩 붙여야 합니다."""

LOSES = ("transposed",)


# %% transposed-solution
def transposed1d(x, weight, stride, padding, grad_output):
    (N, _, L), (_, F, k) = x.shape, weight.shape
    reach = (L - 1) * stride + 1
    full = np.zeros((N, F, reach + k - 1))
    grad_full = np.pad(grad_output, ((0, 0), (0, 0), (2 * padding, 0)))
    grad_x, grad_weight = np.zeros_like(x), np.empty_like(weight)
    for u in range(k):
        stamped = slice(u, u + reach, stride)
        full[:, :, stamped] += np.einsum("nci,cf->nfi", x, weight[:, :, u])
        grad_x += np.einsum("nfi,cf->nci", grad_full[:, :, stamped], weight[:, :, u])
        grad_weight[:, :, u] = np.einsum("nci,nfi->cf", x, grad_full[:, :, stamped])
    return full[:, :, 2 * padding :], grad_x, grad_weight
