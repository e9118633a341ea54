r"""분모로 덜어 주지 않고 겹친 만큼 그대로 낮추었습니다.
그러면 이미 억제된 상자도 온전한 힘으로 남을 억제합니다.
상자 `i`가 더 확실한 상자와 겹친 만큼을 나누어 주세요."""

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
    decay = np.exp(-(iou**2) / sigma).min(axis=0)
    new = np.empty_like(scores)
    new[order] = scores[order] * decay
    return new
