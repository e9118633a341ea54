r"""배치 사이의 몫을 더할 때 배치의 크기를 곱하지 않았습니다.
배치의 표본 하나하나가 모두 그만큼 떨어져 있으므로, 표본의 수만큼 더해야 합니다.
(μ_b - μ)²에 n_b를 곱하세요."""

LOSES = ("pool",)


# %% pool-solution
def pool_statistics(counts, means, variances):
    n = counts[:, None]
    mean = np.sum(n * means, axis=0) / n.sum()
    within = np.sum(n * variances, axis=0)
    between = np.sum((means - mean) ** 2, axis=0)
    return mean, (within + between) / (n.sum() - 1)
