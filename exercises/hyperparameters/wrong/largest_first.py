r"""기록을 큰 것부터 세웠습니다.
그러면 가장 큰 확률이 가장 작은 값에 곱해져, 가장 **나쁜** 값의 기댓값이 나옵니다.
n이 커질 때 답이 커지는지 확인하세요."""

LOSES = ("expected-best",)


# %% expected-best-solution
def expected_best(values, n):
    at_most = (np.arange(len(values) + 1) / len(values)) ** n
    return np.sum(np.diff(at_most) * np.sort(values)[::-1])
