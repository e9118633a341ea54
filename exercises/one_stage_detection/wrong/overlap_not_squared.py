r"""IoU를 제곱하지 않고 지수에 넣었습니다.
그러면 조금만 겹친 상자도 크게 깎입니다.
분자와 분모에서 모두 IoU를 제곱하세요."""

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
    decay = np.exp((most - iou) / sigma).min(axis=0)
    new = np.empty_like(scores)
    new[order] = scores[order] * decay
    return new
