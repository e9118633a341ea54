r"""두 분류기가 함께 맞히거나 함께 틀린 표본까지 동전 던지기의 횟수에 넣었습니다.
그 표본에서는 둘이 갈리지 않았으므로 동전을 던지지 않은 것과 같습니다.
n은 `only_a`와 `only_b`의 합입니다."""

LOSES = ("mcnemar",)


# %% mcnemar-solution
def mcnemar(y, a, b):
    only_a = int(np.sum((a == y) & (b != y)))
    only_b = int(np.sum((a != y) & (b == y)))
    n = len(y)
    tail = sum(math.comb(n, k) for k in range(min(only_a, only_b) + 1)) / 2**n
    return only_a, only_b, min(1.0, 2 * tail)
