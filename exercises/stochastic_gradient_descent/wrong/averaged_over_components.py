r"""성분마다의 분산을 더하지 않고 평균했습니다.
벡터의 길이의 제곱은 성분의 제곱을 모두 더한 것이므로, D로 나누면 실제보다 덜 흔들린다고 보고 작은 배치를 고릅니다.
`np.mean`이나 축을 주지 않은 `np.var` 대신 성분마다의 분산을 구해 더하세요."""

LOSES = ("batch-size",)


# %% batch-size-solution
def choose_batch_size(G, target, replacement):
    n = len(G)
    single = np.mean(np.var(G, axis=0))

    def variance(size):
        return single / size * (1 if replacement else (n - size) / (n - 1))

    size = 1
    while variance(size) > target:
        size += 1
    return size, variance(size)
