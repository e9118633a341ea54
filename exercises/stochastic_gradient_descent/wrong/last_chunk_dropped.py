r"""`chunk`개가 차지 않는 마지막 조각을 버렸습니다.
남은 자료의 기울기가 빠졌으므로 전체에서 잰 기울기와 달라집니다.
반복 횟수를 `len(y) // chunk`로 정하지 말고, 시작 위치를 `range(0, len(y), chunk)`로 훑어 보세요."""

LOSES = ("accumulate",)


# %% accumulate-solution
def accumulate(grad, X, y, chunk):
    count = len(y) // chunk
    total = np.zeros(X.shape[1])
    for i in range(count):
        total += grad(X[i * chunk : (i + 1) * chunk], y[i * chunk : (i + 1) * chunk])
    return total / count
