r"""문턱을 보지 않고 모든 상자를 평균에 넣었습니다.
그러면 멀리 있는 다른 물체의 상자까지 끌려와 모두 같은 상자가 됩니다.
IoU가 문턱 이상인 상자만 투표하게 하세요."""

LOSES = ("voting",)


# %% voting-solution
def vote_boxes(kept, boxes, scores, threshold):
    iou = box_iou(kept, boxes)
    weights = np.where(iou >= 0, scores, 0.0)
    return weights @ boxes / weights.sum(axis=1, keepdims=True)
