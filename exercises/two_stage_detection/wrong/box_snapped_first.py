r"""나누기 전에 상자의 모서리를 먼저 반올림했습니다.
Fast R-CNN의 RoI 풀링처럼 자리를 잃습니다.
실수인 모서리에서 칸의 경계를 구한 다음에 내리고 올리세요."""

LOSES = ("position",)


# %% position-solution
def position_pool(maps, rois):
    k, _, C = maps.shape[:3]
    bins = np.zeros((len(rois), k, k, C))
    for r, (x1, y1, x2, y2) in enumerate(np.round(rois)):
        for i in range(k):
            top = int(np.floor(y1 + i * (y2 - y1) / k))
            bottom = int(np.ceil(y1 + (i + 1) * (y2 - y1) / k))
            for j in range(k):
                left = int(np.floor(x1 + j * (x2 - x1) / k))
                right = int(np.ceil(x1 + (j + 1) * (x2 - x1) / k))
                bins[r, i, j] = maps[i, j][:, top:bottom, left:right].mean(axis=(1, 2))
    return bins, bins.mean(axis=(1, 2))
