r"""재현율을 클래스의 크기로 가중해 평균했습니다.
그러면 크기가 지워져 보통의 정확도와 똑같아집니다.
드문 클래스도 같은 무게로 세도록 그대로 평균하세요."""

LOSES = ("kappa",)


# %% kappa-solution
def beyond_accuracy(C):
    n = np.sum(C)
    truth, predicted = np.sum(C, axis=1), np.sum(C, axis=0)
    observed = np.trace(C) / n
    expected = np.sum(truth * predicted) / n**2
    return np.sum(truth * (np.diag(C) / truth)) / n, (observed - expected) / (1 - expected)
