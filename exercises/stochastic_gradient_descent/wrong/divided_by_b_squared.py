r"""평균을 낼 때 B로 나눈 것이 제곱된다고 보아 σ²을 B²으로 나누었습니다.
B²으로 나누는 것은 맞지만, 그 앞의 합에는 제곱항이 하나가 아니라 B개 있습니다.
Bσ²을 B²으로 나누면 σ²/B가 되는지 적어 보세요."""

LOSES = ("batch-variance",)


# %% batch-variance-solution
def batch_variance(G, batch_size, replacement):
    n = len(G)
    single = np.sum(np.var(G, axis=0))
    if replacement:
        return single / batch_size**2
    return single / batch_size**2 * (n - batch_size) / (n - 1)
