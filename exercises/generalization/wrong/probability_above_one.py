r"""두 배로 한 값을 1로 자르지 않았습니다.
두 분류기가 똑같이 나누어 맞히면 양쪽 꼬리가 가운데를 두 번 세어 1을 넘는데, 확률은 1을 넘을 수 없습니다.
`min(1.0, ...)`으로 자르세요."""

LOSES = ("mcnemar",)


# %% mcnemar-solution
def mcnemar(y, a, b):
    only_a = int(np.sum((a == y) & (b != y)))
    only_b = int(np.sum((a != y) & (b == y)))
    n = only_a + only_b
    tail = sum(math.comb(n, k) for k in range(min(only_a, only_b) + 1)) / 2**n
    return only_a, only_b, 2 * tail
