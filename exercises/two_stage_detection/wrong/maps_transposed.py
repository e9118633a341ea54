r"""지도의 두 번호를 뒤바꾸었습니다.
위 오른쪽 칸이 아래 왼쪽의 지도를 보게 됩니다.
i는 위에서부터, j는 왼쪽에서부터 센 번호입니다."""

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
                bins[r, i, j] = maps[j, i][:, top:bottom, left:right].mean(axis=(1, 2))
    return bins, bins.mean(axis=(1, 2))
