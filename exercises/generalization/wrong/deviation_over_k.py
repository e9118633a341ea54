r"""표준편차를 K - 1이 아니라 K로 나누어 구했습니다.
NumPy의 `np.std`는 기본으로 K로 나누므로, 겹이 다섯쯤이면 흔들림을 10%쯤 작게 봅니다.
`ddof=1`을 주었는지 확인하세요."""

LOSES = ("one-se",)


# %% one-se-solution
def one_standard_error(errors):
    means = np.mean(errors, axis=1)
    best = int(np.argmin(means))
    limit = means[best] + np.std(errors[best]) / np.sqrt(errors.shape[1])
    return best, int(np.argmax(means <= limit)), limit
