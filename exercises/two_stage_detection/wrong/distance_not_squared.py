r"""중심의 거리를 대각선으로 나누기만 하고 제곱하지 않았습니다.
그러면 비가 커져서 조금만 어긋나도 벌이 무겁습니다.
ρ²/c²에서 거리와 대각선을 모두 제곱하세요."""

LOSES = ("ciou",)


# %% ciou-solution
def complete_iou(boxes, truths):
    iou = np.diag(box_iou(boxes, truths))
    corner = np.minimum(boxes[:, :2], truths[:, :2])
    diagonal = np.maximum(boxes[:, 2:], truths[:, 2:]) - corner
    apart = (boxes[:, :2] + boxes[:, 2:] - truths[:, :2] - truths[:, 2:]) / 2
    diou = iou - np.sqrt((apart**2).sum(axis=1) / (diagonal**2).sum(axis=1))
    w, h = (boxes[:, 2:] - boxes[:, :2]).T
    true_w, true_h = (truths[:, 2:] - truths[:, :2]).T
    v = 4 / np.pi**2 * (np.arctan(true_w / true_h) - np.arctan(w / h)) ** 2
    bottom = 1 - iou + v
    alpha = v / np.where(bottom > 0, bottom, 1.0)
    return diou, diou - alpha * v
