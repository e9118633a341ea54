r"""상자마다의 감쇠를 모두 곱했습니다.
그러면 겹친 상자가 많을수록 점수가 거듭 깎여 soft-NMS에 가까워집니다.
가장 심한 하나, 곧 최솟값만 쓰세요."""

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
    decay = np.exp(-(iou**2) / sigma).prod(axis=0)
    new = np.empty_like(scores)
    new[order] = scores[order] * decay
    return new
