r"""칸의 평균이 아니라 최댓값을 썼습니다.
Fast R-CNN의 RoI 풀링은 최대이지만, 여기서는 칸 안의 모든 자리가 고르게 투표합니다.
`mean`으로 바꾸세요."""

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
                bins[r, i, j] = maps[i, j][:, top:bottom, left:right].max(axis=(1, 2))
    return bins, bins.mean(axis=(1, 2))
