r"""한쪽 꼬리의 확률만 더하고 두 배로 하지 않았습니다.
어느 분류기가 더 나을지 미리 정해 두지 않았으므로 반대쪽으로 치우친 경우도 세어야 합니다.
합에 2를 곱하고 1로 자르세요."""

LOSES = ("mcnemar",)


# %% mcnemar-solution
def mcnemar(y, a, b):
    only_a = int(np.sum((a == y) & (b != y)))
    only_b = int(np.sum((a != y) & (b == y)))
    n = only_a + only_b
    return only_a, only_b, sum(math.comb(n, k) for k in range(min(only_a, only_b) + 1)) / 2**n
