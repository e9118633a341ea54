r"""배치 안의 분산만 평균했습니다.
배치마다 평균이 다르면 그 차이도 전체가 흩어진 정도에 들어갑니다. 표본이 하나인 배치들만 있으면 이 식은 분산이 0이라고 답합니다.
배치 사이의 몫을 더하세요."""

LOSES = ("pool",)


# %% pool-solution
def pool_statistics(counts, means, variances):
    n = counts[:, None]
    mean = np.sum(n * means, axis=0) / n.sum()
    return mean, np.sum(n * variances, axis=0) / (n.sum() - 1)
