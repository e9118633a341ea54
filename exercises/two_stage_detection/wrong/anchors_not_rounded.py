r"""앵커를 반올림하지 않았습니다.
작은 차이이지만 작은 앵커에서는 IoU가 문턱을 넘나듭니다.
원점에 놓은 네 수를 `np.round`로 반올림한 다음 옮기세요."""

LOSES = ("anchors",)


# %% anchors-solution
def rounded_anchors(sizes, ratios, shape, stride):
    base = []
    for r in ratios:
        for s in sizes:
            w, h = s / np.sqrt(r), s * np.sqrt(r)
            base.append(np.array([-w / 2, -h / 2, w / 2, h / 2]))
    anchors = []
    for i in range(shape[0]):
        for j in range(shape[1]):
            x, y = j * stride, i * stride
            for box in base:
                anchors.append(box + np.array([x, y, x, y]))
    return np.array(anchors)
