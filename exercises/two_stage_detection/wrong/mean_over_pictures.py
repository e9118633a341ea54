r"""사진마다 평균을 내고 그것을 다시 평균했습니다.
그러면 정답이 하나인 사진과 열 개인 사진의 무게가 같아집니다.
모든 사진의 정답을 한 줄로 모은 다음 한 번만 평균하세요."""

LOSES = ("recall",)


# %% recall-solution
def average_recall(truths, proposals, counts):
    recalls = []
    for count in counts:
        covered = []
        for boxes, candidates in zip(truths, proposals, strict=True):
            overlaps = box_iou(boxes, candidates[:count])
            over = [max(max(row, default=0.0) - 0.5, 0.0) for row in overlaps]
            if over:
                covered.append(np.mean(over))
        recalls.append(2 * np.mean(covered))
    return np.array(recalls)
