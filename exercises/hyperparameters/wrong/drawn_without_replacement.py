r"""n개를 비복원으로 뽑는다고 보고 조합의 수로 셈했습니다.
비슷한 값이 나오지만, n이 N에 가까워지면 기록의 최댓값에 너무 빨리 닿고 N보다 큰 예산은 셈할 수 없습니다.
지시문의 확률 (i/N)ⁿ을 쓰세요."""

LOSES = ("expected-best",)


# %% expected-best-solution
def expected_best(values, n):
    n, total = min(n, len(values)), len(values)
    share = [math.comb(i, n - 1) / math.comb(total, n) for i in range(total)]
    return np.sum(np.array(share) * np.sort(values))
