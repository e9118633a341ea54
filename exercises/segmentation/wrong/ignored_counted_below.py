r"""세지 않기로 한 255를 분모에 넣었습니다.
그 픽셀이 무슨 클래스인지 모르므로 그림의 넓이에서도 빼야 합니다.
클래스마다 센 것을 더하면 255가 빠집니다."""

LOSES = ("class-weights",)


# %% class-weights-solution
def median_frequency(labels, classes):
    counts = np.array([[np.sum(image == c) for c in range(classes)] for image in labels])
    appeared = np.sum((counts > 0) * labels[0].size, axis=0)
    frequency = counts.sum(axis=0) / np.maximum(appeared, 1)
    weights, there = np.zeros(classes), frequency > 0
    weights[there] = np.median(frequency[there]) / frequency[there]
    return frequency, weights
