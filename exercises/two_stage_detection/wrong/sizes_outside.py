r"""크기를 바깥에, 비율을 안쪽에 두었습니다.
상자들은 같지만 차례가 달라서, 학습한 가중치의 채널과 앵커가 어긋납니다.
비율마다 모든 크기를 놓으세요."""

LOSES = ("anchors",)


# %% anchors-solution
def rounded_anchors(sizes, ratios, shape, stride):
    base = []
    for s in sizes:
        for r in ratios:
            w, h = s / np.sqrt(r), s * np.sqrt(r)
            base.append(np.round([-w / 2, -h / 2, w / 2, h / 2]))
    anchors = []
    for i in range(shape[0]):
        for j in range(shape[1]):
            x, y = j * stride, i * stride
            for box in base:
                anchors.append(box + np.array([x, y, x, y]))
    return np.array(anchors)
