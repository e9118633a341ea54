r"""얼마나 꼭 맞는지를 보지 않고 IoU가 0.5 이상인 정답의 비율을 냈습니다.
그것은 문턱 하나에서의 재현율입니다.
0.5를 넘은 만큼을 더하고 2를 곱해야 모든 문턱의 평균입니다."""

LOSES = ("recall",)


# %% recall-solution
def average_recall(truths, proposals, counts):
    recalls = []
    for count in counts:
        covered = []
        for boxes, candidates in zip(truths, proposals, strict=True):
            overlaps = box_iou(boxes, candidates[:count])
            for row in overlaps:
                covered.append(max(row, default=0.0))
        recalls.append((np.array(covered) >= 0.5).mean())
    return np.array(recalls)
