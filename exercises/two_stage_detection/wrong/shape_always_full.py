r"""α를 곱하지 않고 v를 그대로 뺐습니다.
α는 겹침이 작을 때는 자리부터, 겹침이 커지면 모양까지 맞추게 하는 무게입니다.
v에 v/((1 - IoU) + v)를 곱한 다음 빼세요."""

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
    return diou, diou - v
