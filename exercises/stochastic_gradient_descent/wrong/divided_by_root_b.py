r"""분산이 B가 아니라 √B로 나뉜다고 보았습니다.
√B로 줄어드는 것은 표준편차이고, 그것을 제곱한 분산은 B로 나뉩니다.
이 식을 따르면 필요한 것보다 훨씬 큰 배치를 고르게 됩니다."""

LOSES = ("batch-size",)


# %% batch-size-solution
def choose_batch_size(G, target, replacement):
    n = len(G)
    single = np.sum(np.var(G, axis=0))

    def variance(size):
        return single / np.sqrt(size) * (1 if replacement else (n - size) / (n - 1))

    size = 1
    while variance(size) > target:
        size += 1
    return size, variance(size)
