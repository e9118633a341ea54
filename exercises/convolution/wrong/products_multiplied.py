r"""쌍마다 드는 곱셈을 가로와 세로의 곱으로 세었습니다.
그러면 나누지 않은 것과 같거나 더 많아져 나눈 보람이 없습니다.
가로로 한 번, 세로로 한 번 차례로 걷는 것이므로 두 길이를 더하세요."""

LOSES = ("low-rank",)


# %% low-rank-solution
def low_rank_filter(image, kernel, rank):
    (H, W), (kH, kW) = image.shape, kernel.shape
    U, s, Vt = np.linalg.svd(kernel)
    y = np.zeros((H - kH + 1, W - kW + 1))
    for i in range(rank):
        across = sum(w * image[:, j : j + y.shape[1]] for j, w in enumerate(Vt[i]))
        y += sum(w * across[j : j + y.shape[0]] for j, w in enumerate(s[i] * U[:, i]))
    error = np.sqrt(np.sum(s[rank:] ** 2) / np.sum(s**2))
    return y, error, rank * kH * kW
