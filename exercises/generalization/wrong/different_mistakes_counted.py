r"""두 예측이 다르면 갈린 것으로 세어, 둘 다 틀렸지만 서로 다르게 틀린 표본까지 `only_b`에 넣었습니다.
클래스가 셋 이상이면 그런 표본이 생깁니다.
예측끼리 견주지 말고 저마다 정답과 견주세요."""

LOSES = ("mcnemar",)


# %% mcnemar-solution
def mcnemar(y, a, b):
    only_a = int(np.sum((a == y) & (b != y)))
    only_b = int(np.sum((a != y) & (a != b)))
    n = only_a + only_b
    tail = sum(math.comb(n, k) for k in range(min(only_a, only_b) + 1)) / 2**n
    return only_a, only_b, min(1.0, 2 * tail)
