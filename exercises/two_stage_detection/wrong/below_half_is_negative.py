r"""IoU가 0.5보다 작은 정답에서 음수를 더했습니다.
문턱이 0.5부터이므로 그런 정답은 어느 문턱에서도 찾지 못한 것, 곧 0입니다.
0.5를 뺀 다음 음수를 0으로 바꾸세요."""

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
        recalls.append(2 * (np.array(covered) - 0.5).mean())
    return np.array(recalls)
