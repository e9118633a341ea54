r"""행이 아니라 열의 합으로 나누어, 재현율이 아니라 정밀도를 평균했습니다.
재현율은 정답이 그 클래스인 것 가운데 맞힌 비율입니다.
이 행렬에서는 행이 정답이므로 행의 합으로 나누세요."""

LOSES = ("kappa",)


# %% kappa-solution
def beyond_accuracy(C):
    n = np.sum(C)
    truth, predicted = np.sum(C, axis=1), np.sum(C, axis=0)
    observed = np.trace(C) / n
    expected = np.sum(truth * predicted) / n**2
    return np.mean(np.diag(C) / predicted), (observed - expected) / (1 - expected)
