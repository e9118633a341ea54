r"""유한 모집단 수정을 (N - B)/N으로 했습니다.
이 식은 하나만 뽑을 때(B = 1)에도 분산을 줄이지만, 하나만 뽑을 때는 복원과 비복원이 같은 일이므로 σ²이 그대로 나와야 합니다.
분모를 N - 1로 고치면 B = 1에서 꼭 1이 됩니다."""

LOSES = ("batch-size",)


# %% batch-size-solution
def choose_batch_size(G, target, replacement):
    n = len(G)
    single = np.sum(np.var(G, axis=0))

    def variance(size):
        return single / size * (1 if replacement else (n - size) / n)

    size = 1
    while variance(size) > target:
        size += 1
    return size, variance(size)
