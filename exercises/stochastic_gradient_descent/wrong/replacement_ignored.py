r"""`replacement` 인자를 보지 않고 언제나 σ²/B를 돌려주었습니다.
비복원으로 모두 뽑으면 미니배치는 자료 전체여서 흔들림이 0이어야 하는데 이 식은 σ²/N이 됩니다.
비복원 추출에서 생기는 음의 상관, 곧 교차항 B(B-1)개를 더했는지 확인해 보세요."""

LOSES = ("batch-variance",)


# %% batch-variance-solution
def batch_variance(G, batch_size, replacement):
    return np.sum(np.var(G, axis=0)) / batch_size
