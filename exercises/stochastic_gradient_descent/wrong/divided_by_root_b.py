r"""분산을 B가 아니라 √B로 나누었습니다.
√B로 줄어드는 것은 표준편차이고, 그것을 제곱한 분산은 B로 나뉩니다.
지시문이 묻는 것은 제곱의 기댓값이므로 분산입니다."""

LOSES = ("batch-variance",)


# %% batch-variance-solution
def batch_variance(G, batch_size, replacement):
    n = len(G)
    single = np.sum(np.var(G, axis=0))
    if replacement:
        return single / np.sqrt(batch_size)
    return single / np.sqrt(batch_size) * (n - batch_size) / (n - 1)
