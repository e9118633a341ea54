r"""상자와 앵커의 거리를 너비와 높이의 유클리드 거리로 쟀습니다.
그러면 큰 상자의 작은 차이가 무리를 정합니다.
가장 가까운 것이 아니라 IoU가 가장 큰 앵커를 고르세요."""

LOSES = ("anchors",)


# %% anchors-solution
def kmeans_anchors(sizes, anchors, iterations):
    def table(anchors):
        overlap = np.minimum(sizes[:, None], anchors).prod(axis=2)
        return overlap / (sizes.prod(axis=1)[:, None] + anchors.prod(axis=1) - overlap)

    anchors = anchors.copy()
    for _ in range(iterations):
        owner = ((sizes[:, None] - anchors) ** 2).sum(axis=2).argmin(axis=1)
        for k in np.unique(owner):
            anchors[k] = sizes[owner == k].mean(axis=0)
    return anchors, table(anchors).max(axis=1).mean()
