r"""너비와 높이를 먼저 반올림하고 반으로 나누었습니다.
그러면 홀수인 변에서 0.5가 남습니다.
반으로 나눈 네 수를 반올림하세요."""

LOSES = ("anchors",)


# %% anchors-solution
def rounded_anchors(sizes, ratios, shape, stride):
    base = []
    for r in ratios:
        for s in sizes:
            w, h = np.round([s / np.sqrt(r), s * np.sqrt(r)])
            base.append(np.array([-w / 2, -h / 2, w / 2, h / 2]))
    anchors = []
    for i in range(shape[0]):
        for j in range(shape[1]):
            x, y = j * stride, i * stride
            for box in base:
                anchors.append(box + np.array([x, y, x, y]))
    return np.array(anchors)
