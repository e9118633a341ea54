r"""앵커를 칸의 가운데에 놓았습니다.
장에서는 그렇게 했지만, 이 관례는 칸의 왼쪽 위입니다.
반 칸을 더하지 말고 줄과 열의 번호에 보폭만 곱하세요."""

LOSES = ("anchors",)


# %% anchors-solution
def rounded_anchors(sizes, ratios, shape, stride):
    base = []
    for r in ratios:
        for s in sizes:
            w, h = s / np.sqrt(r), s * np.sqrt(r)
            base.append(np.round([-w / 2, -h / 2, w / 2, h / 2]))
    anchors = []
    for i in range(shape[0]):
        for j in range(shape[1]):
            x, y = (j + 0.5) * stride, (i + 0.5) * stride
            for box in base:
                anchors.append(box + np.array([x, y, x, y]))
    return np.array(anchors)
