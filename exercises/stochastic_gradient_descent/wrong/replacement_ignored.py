r"""`replacement` 인자를 보지 않고 언제나 σ²/B로 계산했습니다.
비복원으로 모두 뽑으면 미니배치는 자료 전체여서 분산이 0이어야 하는데, 이 식은 `N`보다 큰 배치를 고르기까지 합니다.
비복원 추출에서는 유한 모집단 수정 (N - B)/(N - 1)을 곱하세요."""

LOSES = ("batch-size",)


# %% batch-size-solution
def choose_batch_size(G, target, replacement):
    single = np.sum(np.var(G, axis=0))
    size = int(np.ceil(single / target))
    return size, single / size
