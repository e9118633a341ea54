r"""선 아래의 모델 가운데 가장 복잡한 것을 골랐습니다.
오차로 구별되지 않는다면 더 복잡할 까닭이 없습니다.
모델은 단순한 것부터 놓여 있으므로 조건을 만족하는 첫째를 고르세요."""

LOSES = ("one-se",)


# %% one-se-solution
def one_standard_error(errors):
    means = np.mean(errors, axis=1)
    best = int(np.argmin(means))
    limit = means[best] + np.std(errors[best], ddof=1) / np.sqrt(errors.shape[1])
    return best, int(np.flatnonzero(means <= limit)[-1]), limit
