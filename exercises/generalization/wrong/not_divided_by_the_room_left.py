r"""우연의 몫을 빼기만 하고 1 - p_e로 나누지 않았습니다.
그러면 모두 맞혀도 1이 되지 않아 데이터가 다르면 견줄 수 없습니다.
우연보다 나아질 수 있는 여지 1 - p_e로 나누세요."""

LOSES = ("kappa",)


# %% kappa-solution
def beyond_accuracy(C):
    n = np.sum(C)
    truth, predicted = np.sum(C, axis=1), np.sum(C, axis=0)
    return np.mean(np.diag(C) / truth), np.trace(C) / n - np.sum(truth * predicted) / n**2
