r"""오차를 특잇값의 제곱이 아니라 특잇값을 그대로 더해 구했습니다.
프로베니우스 노름의 제곱이 특잇값의 제곱의 합이므로, 제곱해서 더한 다음 제곱근을 구해야 합니다.
피타고라스의 정리와 같다고 생각해 보세요."""

LOSES = ("low-rank",)


# %% low-rank-solution
def low_rank_filter(image, kernel, rank):
    (H, W), (kH, kW) = image.shape, kernel.shape
    U, s, Vt = np.linalg.svd(kernel)
    y = np.zeros((H - kH + 1, W - kW + 1))
    for i in range(rank):
        across = sum(w * image[:, j : j + y.shape[1]] for j, w in enumerate(Vt[i]))
        y += sum(w * across[j : j + y.shape[0]] for j, w in enumerate(s[i] * U[:, i]))
    return y, s[rank:].sum() / s.sum(), rank * (kH + kW)
