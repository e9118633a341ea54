r"""우연히 맞힐 확률을 1/K로 두었습니다.
클래스가 불균형하면 많은 쪽을 자주 말하기만 해도 그보다 많이 맞히므로 찍은 몫을 덜 빼게 됩니다.
정답의 비율과 예측의 비율을 클래스마다 곱해 더하세요."""

LOSES = ("kappa",)


# %% kappa-solution
def beyond_accuracy(C):
    observed, expected = np.trace(C) / np.sum(C), 1 / len(C)
    return np.mean(np.diag(C) / np.sum(C, axis=1)), (observed - expected) / (1 - expected)
