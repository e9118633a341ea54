r"""`np.linalg.svd`의 셋째 값에서 줄이 아니라 열을 꺼냈습니다.
NumPy는 V가 아니라 전치한 것을 돌려주므로 i번째 벡터는 i번째 줄입니다.
`Vt[i]`를 쓰세요."""

LOSES = ("low-rank",)


# %% low-rank-solution
def low_rank_filter(image, kernel, rank):
    (H, W), (kH, kW) = image.shape, kernel.shape
    U, s, Vt = np.linalg.svd(kernel)
    y = np.zeros((H - kH + 1, W - kW + 1))
    for i in range(rank):
        across = sum(w * image[:, j : j + y.shape[1]] for j, w in enumerate(Vt[:, i]))
        y += sum(w * across[j : j + y.shape[0]] for j, w in enumerate(s[i] * U[:, i]))
    error = np.sqrt(np.sum(s[rank:] ** 2) / np.sum(s**2))
    return y, error, rank * (kH + kW)
