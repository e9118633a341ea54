r"""칸의 끝을 올리지 않고 내렸습니다.
그러면 일부만 걸친 줄과 열을 잃고, 작은 상자에서는 빈 칸이 생깁니다.
처음은 내리고 끝은 올리세요."""

LOSES = ("position",)


# %% position-solution
def position_pool(maps, rois):
    k, _, C = maps.shape[:3]
    bins = np.zeros((len(rois), k, k, C))
    for r, (x1, y1, x2, y2) in enumerate(rois):
        for i in range(k):
            top = int(np.floor(y1 + i * (y2 - y1) / k))
            bottom = int(np.floor(y1 + (i + 1) * (y2 - y1) / k))
            for j in range(k):
                left = int(np.floor(x1 + j * (x2 - x1) / k))
                right = int(np.floor(x1 + (j + 1) * (x2 - x1) / k))
                bins[r, i, j] = maps[i, j][:, top:bottom, left:right].mean(axis=(1, 2))
    return bins, bins.mean(axis=(1, 2))
