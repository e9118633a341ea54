r"""우연히 맞힐 확률을 정답의 비율만으로, 제곱해서 더했습니다.
분류기가 클래스를 정답과 같은 비율로 말한다는 보장은 없습니다.
정답의 비율에는 예측의 비율을 곱하세요."""

LOSES = ("kappa",)


# %% kappa-solution
def beyond_accuracy(C):
    truth = np.sum(C, axis=1)
    observed, expected = np.trace(C) / np.sum(C), np.sum((truth / np.sum(C)) ** 2)
    return np.mean(np.diag(C) / truth), (observed - expected) / (1 - expected)
