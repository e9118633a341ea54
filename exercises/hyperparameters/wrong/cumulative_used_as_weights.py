r"""가장 큰 것이 v 이하일 확률을 그대로 무게로 썼습니다.
그것은 쌓인 확률이라 모두 더하면 1이 아니며, 합이 1이 되게 나누어도 뜻이 맞지 않습니다.
이웃한 것끼리 빼서 **꼭** 그 값일 확률로 바꾸세요."""

LOSES = ("expected-best",)


# %% expected-best-solution
def expected_best(values, n):
    at_most = (np.arange(1, len(values) + 1) / len(values)) ** n
    return np.sum(at_most * np.sort(values)) / np.sum(at_most)
