r"""특잇값을 곱하지 않고 길이가 1인 두 벡터로만 걸렀습니다.
그러면 쌍마다의 크기가 사라져 큰 쌍과 작은 쌍이 같은 무게로 더해집니다.
둘 가운데 한쪽 벡터에 특잇값을 곱하세요."""

LOSES = ("low-rank",)


# %% low-rank-solution
def low_rank_filter(image, kernel, rank):
    (H, W), (kH, kW) = image.shape, kernel.shape
    U, s, Vt = np.linalg.svd(kernel)
    y = np.zeros((H - kH + 1, W - kW + 1))
    for i in range(rank):
        across = sum(w * image[:, j : j + y.shape[1]] for j, w in enumerate(Vt[i]))
        y += sum(w * across[j : j + y.shape[0]] for j, w in enumerate(U[:, i]))
    error = np.sqrt(np.sum(s[rank:] ** 2) / np.sum(s**2))
    return y, error, rank * (kH + kW)
