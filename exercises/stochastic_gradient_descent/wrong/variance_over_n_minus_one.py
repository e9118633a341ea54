r"""σ²을 구할 때 N이 아니라 N - 1로 나누었습니다.
N - 1은 뽑힌 표본만 보고 모르는 분산을 추정할 때 쓰는 값인데, 여기에서는 자료 전체를 알고 있습니다.
지시문의 σ²은 N으로 나누므로 `np.var`의 `ddof`를 기본값 0으로 두세요."""

LOSES = ("batch-size",)


# %% batch-size-solution
def choose_batch_size(G, target, replacement):
    n = len(G)
    single = np.sum(np.var(G, axis=0, ddof=1))

    def variance(size):
        return single / size * (1 if replacement else (n - size) / (n - 1))

    size = 1
    while variance(size) > target:
        size += 1
    return size, variance(size)
