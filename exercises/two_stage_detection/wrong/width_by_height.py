r"""비율을 너비/높이로 보아 두 변을 바꾸었습니다.
비율이 0.5인 앵커가 눕지 않고 서게 됩니다.
이 관례에서 r = h/w이므로 너비를 √r로 나누고 높이에 √r을 곱하세요."""

LOSES = ("anchors",)


# %% anchors-solution
def rounded_anchors(sizes, ratios, shape, stride):
    base = []
    for r in ratios:
        for s in sizes:
            w, h = s * np.sqrt(r), s / np.sqrt(r)
            base.append(np.round([-w / 2, -h / 2, w / 2, h / 2]))
    anchors = []
    for i in range(shape[0]):
        for j in range(shape[1]):
            x, y = j * stride, i * stride
            for box in base:
                anchors.append(box + np.array([x, y, x, y]))
    return np.array(anchors)
