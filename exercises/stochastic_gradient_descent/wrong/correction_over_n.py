r"""비복원 추출의 보정을 (N - B)/N으로 했습니다.
이 식은 하나만 뽑을 때(B = 1)에도 분산을 줄이지만, 하나만 뽑을 때는 복원과 비복원이 같은 일이므로 σ²이 그대로 나와야 합니다.
교차항의 분모 N - 1을 끝까지 남겨서 다시 더해 보세요."""

LOSES = ("batch-variance",)


# %% batch-variance-solution
def batch_variance(G, batch_size, replacement):
    n = len(G)
    single = np.sum(np.var(G, axis=0))
    if replacement:
        return single / batch_size
    return single / batch_size * (n - batch_size) / n
