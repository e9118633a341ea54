r"""클래스가 나오지 않는 그림의 픽셀까지 분모에 넣었습니다.
그러면 드물게 나오는 클래스는 나올 때 아무리 넓어도 빈도가 작아집니다.
그 클래스가 나오는 그림의 픽셀만 더하세요."""

LOSES = ("class-weights",)


# %% class-weights-solution
def median_frequency(labels, classes):
    counts = np.array([[np.sum(image == c) for c in range(classes)] for image in labels])
    appeared = np.full(classes, counts.sum())
    frequency = counts.sum(axis=0) / np.maximum(appeared, 1)
    weights, there = np.zeros(classes), frequency > 0
    weights[there] = np.median(frequency[there]) / frequency[there]
    return frequency, weights
