r"""점수가 작은 상자도 큰 상자를 억제하게 했습니다.
그러면 가장 확실한 상자의 점수까지 낮아집니다.
점수가 더 큰 상자만 남기도록 대각선 위쪽만 쓰세요."""

LOSES = ("matrix-nms",)


# %% matrix-nms-solution
def matrix_nms(boxes, scores, sigma):
    order = np.argsort(-scores)
    ranked = boxes[order]
    low = np.maximum(ranked[:, None, :2], ranked[:, :2])
    high = np.minimum(ranked[:, None, 2:], ranked[:, 2:])
    overlap = np.maximum(high - low, 0.0).prod(axis=2)
    area = (ranked[:, 2:] - ranked[:, :2]).prod(axis=1)
    iou = overlap / (area[:, None] + area - overlap)
    np.fill_diagonal(iou, 0.0)
    most = iou.max(axis=0)[:, None]
    decay = np.exp((most**2 - iou**2) / sigma).min(axis=0)
    new = np.empty_like(scores)
    new[order] = scores[order] * decay
    return new
