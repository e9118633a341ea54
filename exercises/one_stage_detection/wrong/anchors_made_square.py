r"""무리의 넓이만 평균하여 정사각형 앵커를 만들었습니다.
그러면 길쭉한 물체에 맞는 앵커가 생기지 않습니다.
너비와 높이를 따로 평균하세요."""

LOSES = ("anchors",)


# %% anchors-solution
def kmeans_anchors(sizes, anchors, iterations):
    def table(anchors):
        overlap = np.minimum(sizes[:, None], anchors).prod(axis=2)
        return overlap / (sizes.prod(axis=1)[:, None] + anchors.prod(axis=1) - overlap)

    anchors = anchors.copy()
    for _ in range(iterations):
        owner = table(anchors).argmax(axis=1)
        for k in np.unique(owner):
            anchors[k] = np.sqrt(sizes[owner == k].prod(axis=1).mean())
    return anchors, table(anchors).max(axis=1).mean()
