r"""나눗셈의 위아래를 바꾸어 흔한 클래스를 더 무겁게 했습니다.
그러면 넓은 배경이 손실을 더욱 차지합니다.
중앙값을 빈도로 나누세요."""

LOSES = ("class-weights",)


# %% class-weights-solution
def median_frequency(labels, classes):
    counts = np.array([[np.sum(image == c) for c in range(classes)] for image in labels])
    appeared = np.sum((counts > 0) * counts.sum(axis=1, keepdims=True), axis=0)
    frequency = counts.sum(axis=0) / np.maximum(appeared, 1)
    weights, there = np.zeros(classes), frequency > 0
    weights[there] = frequency[there] / np.median(frequency[there])
    return frequency, weights
