r"""점수가 큰 차례로 늘어놓은 채 돌려주었습니다.
그러면 새 점수와 상자의 짝이 어긋납니다.
받은 차례로 되돌려 놓으세요."""

LOSES = ("matrix-nms",)


# %% matrix-nms-solution
def matrix_nms(boxes, scores, sigma):
    order = np.argsort(-scores)
    ranked = boxes[order]
    low = np.maximum(ranked[:, None, :2], ranked[:, :2])
    high = np.minimum(ranked[:, None, 2:], ranked[:, 2:])
    overlap = np.maximum(high - low, 0.0).prod(axis=2)
    area = (ranked[:, 2:] - ranked[:, :2]).prod(axis=1)
    iou = np.triu(overlap / (area[:, None] + area - overlap), 1)
    most = iou.max(axis=0)[:, None]
    decay = np.exp((most**2 - iou**2) / sigma).min(axis=0)
    return scores[order] * decay
