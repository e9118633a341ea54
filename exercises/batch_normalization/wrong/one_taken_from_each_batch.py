r"""배치마다의 분산이 n_b - 1로 나눈 것이라고 여겼습니다.
받은 분산은 n_b로 나눈 것이므로, 제곱의 합을 되살리려면 n_b를 곱해야 합니다.
`counts - 1` 대신 `counts`를 곱하세요."""

LOSES = ("pool",)


# %% pool-solution
def pool_statistics(counts, means, variances):
    n = counts[:, None]
    mean = np.sum(n * means, axis=0) / n.sum()
    within = np.sum((n - 1) * variances, axis=0)
    between = np.sum(n * (means - mean) ** 2, axis=0)
    return mean, (within + between) / (n.sum() - 1)
