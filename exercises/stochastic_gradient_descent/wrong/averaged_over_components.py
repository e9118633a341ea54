r"""성분마다의 분산을 더하지 않고 평균했습니다.
벡터의 길이의 제곱은 성분의 제곱을 모두 더한 것이므로, D로 나누면 성분이 많을수록 답이 작아집니다.
`np.mean`이나 축을 주지 않은 `np.var` 대신 성분마다의 분산을 구해 더하세요."""

LOSES = ("batch-variance",)


# %% batch-variance-solution
def batch_variance(G, batch_size, replacement):
    n = len(G)
    single = np.mean(np.var(G, axis=0))
    if replacement:
        return single / batch_size
    return single / batch_size * (n - batch_size) / (n - 1)
