r"""둘을 함께 두르는 상자가 아니라 정답의 대각선으로 나누었습니다.
그러면 멀리 떨어진 상자에서 벌이 끝없이 커집니다.
왼쪽 위는 두 상자의 최솟값, 오른쪽 아래는 최댓값으로 두르는 상자를 만드세요."""

LOSES = ("ciou",)


# %% ciou-solution
def complete_iou(boxes, truths):
    iou = np.diag(box_iou(boxes, truths))
    diagonal = truths[:, 2:] - truths[:, :2]
    apart = (boxes[:, :2] + boxes[:, 2:] - truths[:, :2] - truths[:, 2:]) / 2
    diou = iou - (apart**2).sum(axis=1) / (diagonal**2).sum(axis=1)
    w, h = (boxes[:, 2:] - boxes[:, :2]).T
    true_w, true_h = (truths[:, 2:] - truths[:, :2]).T
    v = 4 / np.pi**2 * (np.arctan(true_w / true_h) - np.arctan(w / h)) ** 2
    bottom = 1 - iou + v
    alpha = v / np.where(bottom > 0, bottom, 1.0)
    return diou, diou - alpha * v
