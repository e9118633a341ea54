r"""CIoU를 구할 때 이미 거리를 뺀 DIoU를 α의 식에 넣었습니다.
α의 분모는 1 - IoU이고, 거리의 벌은 들어가지 않습니다.
DIoU를 만들기 전의 IoU를 따로 두고 쓰세요."""

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
    v = 4 / np.pi**2 * (np.arctan(true_w / true_h) - np.arctan(w / h)) ** 2
    bottom = 1 - diou + v
    alpha = v / np.where(bottom > 0, bottom, 1.0)
    return diou, diou - alpha * v
