r"""모델마다 자기 자신의 표준 오차를 빼고 견주었습니다.
그러면 겹마다 들쭉날쭉한 모델일수록 너그럽게 보아 주게 됩니다.
선은 `best` 하나의 표준 오차로 긋고 모든 모델의 평균을 그 선과 견주세요."""

LOSES = ("one-se",)


# %% one-se-solution
def one_standard_error(errors):
    means = np.mean(errors, axis=1)
    spread = np.std(errors, axis=1, ddof=1) / np.sqrt(errors.shape[1])
    best = int(np.argmin(means))
    return best, int(np.argmax(means - spread <= means[best])), means[best] + spread[best]
