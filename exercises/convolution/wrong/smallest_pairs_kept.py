r"""특잇값이 작은 쌍부터 남겼습니다.
작은 쌍은 커널에서 차지하는 몫이 가장 적으므로, 남기는 것이 아니라 버려야 합니다.
`np.linalg.svd`는 큰 것부터 늘어놓으니 앞의 `rank`개를 쓰세요."""

LOSES = ("low-rank",)


# %% low-rank-solution
def low_rank_filter(image, kernel, rank):
    (H, W), (kH, kW) = image.shape, kernel.shape
    U, s, Vt = np.linalg.svd(kernel, full_matrices=False)
    U, s, Vt = U[:, ::-1], s[::-1], Vt[::-1]
    y = np.zeros((H - kH + 1, W - kW + 1))
    for i in range(rank):
        across = sum(w * image[:, j : j + y.shape[1]] for j, w in enumerate(Vt[i]))
        y += sum(w * across[j : j + y.shape[0]] for j, w in enumerate(s[i] * U[:, i]))
    error = np.sqrt(np.sum(s[rank:] ** 2) / np.sum(s**2))
    return y, error, rank * (kH + kW)
