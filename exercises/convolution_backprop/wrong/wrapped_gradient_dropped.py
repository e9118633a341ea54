r"""이어 붙인 칸으로 간 기울기를 0으로 패딩했을 때처럼 버렸습니다.
이어 붙인 칸은 반대쪽 끝의 복사본이므로, 그 기울기는 복사한 칸에 더해야 합니다.
버리지 말고 반대쪽 끝으로 보내세요."""

LOSES = ("circular",)


# %% circular-solution
def circular_backward(x, weight, grad_output):
    k, L = weight.shape[2], x.shape[2]
    padded = np.pad(x, ((0, 0), (0, 0), (k // 2, k // 2)), mode="wrap")
    grad_padded, grad_weight = np.zeros_like(padded), np.empty_like(weight)
    for u in range(k):
        grad_weight[:, :, u] = np.einsum("nfi,nci->fc", grad_output, padded[:, :, u : u + L])
        grad_padded[:, :, u : u + L] += np.einsum("nfi,fc->nci", grad_output, weight[:, :, u])
    return grad_padded[:, :, k // 2 : k // 2 + L], grad_weight
