r"""여러 정답이 고른 앵커를 뒤의 정답이 덮어썼습니다.
그러면 더 잘 맞는 정답이 제 앵커를 빼앗깁니다.
앵커마다 지금까지의 가장 큰 IoU를 적어 두고 그보다 클 때만 바꾸세요."""

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
            inside = (centres[p] > truth[:2]).all() and (centres[p] < truth[2:]).all()
            if inside and iou[g, p] >= threshold:
                matched[p], best[p] = g, iou[g, p]
    return matched
