r"""후보가 없는 사진의 정답을 세지 않았습니다.
찾지 못한 물체를 빼면 재현율이 높아 보입니다.
그런 정답의 IoU는 0으로 두고 분모에 넣으세요."""

LOSES = ("recall",)


# %% recall-solution
def average_recall(truths, proposals, counts):
    recalls = []
    for count in counts:
        covered = []
        for boxes, candidates in zip(truths, proposals, strict=True):
            overlaps = box_iou(boxes, candidates[:count])
            for row in overlaps:
                if len(row):
                    covered.append(max(row))
        recalls.append(2 * np.maximum(np.array(covered) - 0.5, 0).mean())
    return np.array(recalls)
