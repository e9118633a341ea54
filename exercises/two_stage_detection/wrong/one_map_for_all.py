r"""모든 칸이 첫 지도만 보았습니다.
그러면 보통의 RoI 풀링과 같아져, 어느 부분이 어디에 있어야 하는지를 잃습니다.
칸 (i, j)는 `maps[i, j]`를 보게 하세요."""

LOSES = ("position",)


# %% position-solution
def position_pool(maps, rois):
    k, _, C = maps.shape[:3]
    bins = np.zeros((len(rois), k, k, C))
    for r, (x1, y1, x2, y2) in enumerate(rois):
        for i in range(k):
            top = int(np.floor(y1 + i * (y2 - y1) / k))
            bottom = int(np.ceil(y1 + (i + 1) * (y2 - y1) / k))
            for j in range(k):
                left = int(np.floor(x1 + j * (x2 - x1) / k))
                right = int(np.ceil(x1 + (j + 1) * (x2 - x1) / k))
                bins[r, i, j] = maps[0, 0][:, top:bottom, left:right].mean(axis=(1, 2))
    return bins, bins.mean(axis=(1, 2))
