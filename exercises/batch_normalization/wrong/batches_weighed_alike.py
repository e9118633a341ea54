r"""배치의 크기를 보지 않고 고르게 평균했습니다.
표본이 하나인 배치가 스무 개인 배치와 같은 몫을 갖게 됩니다.
평균도 분산도 `counts`의 무게로 더하세요."""

LOSES = ("pool",)


# %% pool-solution
def pool_statistics(counts, means, variances):
    n = counts.sum()
    mean = means.mean(axis=0)
    var = np.mean(variances + (means - mean) ** 2, axis=0)
    return mean, var * n / (n - 1)
