r"""조건을 만족하는 크기를 구하면서 소수점 아래를 버렸습니다.
그러면 분산이 `target`을 조금 넘는 배치가 골라집니다.
`int`로 자르지 말고 올림(`np.ceil`)하거나, 하나씩 늘려 가며 조건을 만족하는지 직접 확인하세요."""

LOSES = ("batch-size",)


# %% batch-size-solution
def choose_batch_size(G, target, replacement):
    n = len(G)
    single = np.sum(np.var(G, axis=0))
    if replacement:
        size = max(1, int(single / target))
        return size, single / size
    size = max(1, int(single * n / (target * (n - 1) + single)))
    return size, single / size * (n - size) / (n - 1)
