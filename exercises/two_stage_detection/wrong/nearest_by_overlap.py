r"""거리가 가까운 k개가 아니라 IoU가 큰 k개를 골랐습니다.
그러면 고른 것들의 IoU가 비슷하게 커서 문턱이 너무 높아집니다.
중심 사이의 거리로 고르고, IoU는 그다음에 보세요."""

LOSES = ("assign",)


# %% assign-solution
def adaptive_assign(anchors, truths, k):
    matched, best = np.full(len(anchors), -1), np.full(len(anchors), -1.0)
    iou = box_iou(truths, anchors)
    centres = (anchors[:, :2] + anchors[:, 2:]) / 2
    for g, truth in enumerate(truths):
        near = np.argsort(-iou[g], kind="stable")[:k]
        threshold = iou[g, near].mean() + iou[g, near].std()
        for p in near:
            inside = (centres[p] > truth[:2]).all() and (centres[p] < truth[2:]).all()
            if inside and iou[g, p] >= threshold and iou[g, p] > best[p]:
                matched[p], best[p] = g, iou[g, p]
    return matched
