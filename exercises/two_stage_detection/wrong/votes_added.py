r"""칸의 점수를 평균하지 않고 더했습니다.
칸의 수에 따라 점수의 크기가 달라집니다.
k²개의 칸을 평균하세요."""

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
                bins[r, i, j] = maps[i, j][:, top:bottom, left:right].mean(axis=(1, 2))
    return bins, bins.sum(axis=(1, 2))
