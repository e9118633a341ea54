r"""후보를 데이터 전체의 교차 검증으로 한 번 고르고, 바깥 겹에서는 재기만 했습니다.
고를 때 바깥 검증용 데이터도 보았으므로 그 정보가 새어 들어갑니다.
바깥 겹마다 그 겹의 T만 가지고 새로 고르세요."""

LOSES = ("nested",)


# %% nested-solution
def nested_cv(error, candidates, n, outer, inner):
    everything = np.arange(n)
    fold = everything % inner
    means = [
        np.mean([error(c, everything[fold != j], everything[fold == j]) for j in range(inner)])
        for c in candidates
    ]
    best = candidates[int(np.argmin(means))]
    errors = []
    for k in range(outer):
        held = np.arange(n) % outer == k
        errors.append(error(best, np.flatnonzero(~held), np.flatnonzero(held)))
    return [best] * outer, errors
