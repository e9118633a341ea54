r"""줄의 번호로 오른쪽, 열의 번호로 아래쪽으로 옮겼습니다.
줄은 위아래이므로 y에, 열은 왼쪽과 오른쪽이므로 x에 씁니다.
정사각형이 아닌 특성 맵으로 확인하면 바로 보입니다."""

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
            x, y = i * stride, j * stride
            for box in base:
                anchors.append(box + np.array([x, y, x, y]))
    return np.array(anchors)
