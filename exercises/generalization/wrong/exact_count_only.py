r"""치우침이 꼭 이만큼일 확률만 구하고, 이보다 더 치우칠 확률을 더하지 않았습니다.
p값은 관찰한 것 **또는 그보다 극단적인** 것이 나올 확률입니다.
k를 0부터 m까지 더하세요."""

LOSES = ("mcnemar",)


# %% mcnemar-solution
def mcnemar(y, a, b):
    only_a = int(np.sum((a == y) & (b != y)))
    only_b = int(np.sum((a != y) & (b == y)))
    n = only_a + only_b
    return only_a, only_b, min(1.0, 2 * math.comb(n, only_a) / 2**n)
