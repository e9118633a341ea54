r"""가로세로비의 차이를 arctan 없이 바로 제곱했습니다.
비는 끝없이 커질 수 있어서, 납작한 상자 하나가 벌을 모두 차지합니다.
arctan을 씌워 각의 차이로 재면 v가 0과 1 사이에 있습니다."""

LOSES = ("ciou",)


# %% ciou-solution
def complete_iou(boxes, truths):
    iou = np.diag(box_iou(boxes, truths))
    corner = np.minimum(boxes[:, :2], truths[:, :2])
    diagonal = np.maximum(boxes[:, 2:], truths[:, 2:]) - corner
    apart = (boxes[:, :2] + boxes[:, 2:] - truths[:, :2] - truths[:, 2:]) / 2
    diou = iou - (apart**2).sum(axis=1) / (diagonal**2).sum(axis=1)
    w, h = (boxes[:, 2:] - boxes[:, :2]).T
    true_w, true_h = (truths[:, 2:] - truths[:, :2]).T
    v = 4 / np.pi**2 * (true_w / true_h - w / h) ** 2
    bottom = 1 - iou + v
    alpha = v / np.where(bottom > 0, bottom, 1.0)
    return diou, diou - alpha * v
