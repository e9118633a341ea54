r"""제곱의 합을 n - 1이 아니라 n으로 나누었습니다.
물은 것은 PyTorch의 이동 평균처럼 치우치지 않은 분산입니다.
마지막에 전체 표본의 수에서 1을 뺀 수로 나누세요."""

LOSES = ("pool",)


# %% pool-solution
def pool_statistics(counts, means, variances):
    n = counts[:, None]
    mean = np.sum(n * means, axis=0) / n.sum()
    total = np.sum(n * (variances + (means - mean) ** 2), axis=0)
    return mean, total / n.sum()
