r"""앵커의 중심이 정답의 안에 있는지 보지 않았습니다.
k가 작으면 문턱이 낮아져, 겹치지 않는 앵커도 물체가 될 수 있습니다.
두 좌표가 모두 정답의 가장자리 안쪽인지 확인하세요."""

LOSES = ("assign",)


# %% assign-solution
def adaptive_assign(anchors, truths, k):
    matched, best = np.full(len(anchors), -1), np.full(len(anchors), -1.0)
    iou = box_iou(truths, anchors)
    centres = (anchors[:, :2] + anchors[:, 2:]) / 2
    for g, truth in enumerate(truths):
        distance = np.linalg.norm(centres - (truth[:2] + truth[2:]) / 2, axis=1)
        near = np.argsort(distance)[:k]
        threshold = iou[g, near].mean() + iou[g, near].std()
        for p in near:
            if iou[g, p] >= threshold and iou[g, p] > best[p]:
                matched[p], best[p] = g, iou[g, p]
    return matched
