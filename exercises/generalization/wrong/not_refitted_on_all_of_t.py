r"""V에서 잴 때 마지막 안쪽 겹의 학습용 데이터만으로 학습한 모델을 썼습니다.
후보를 고르고 나면 안쪽의 검증용 데이터도 학습에 쓸 수 있는데 버린 셈입니다.
고른 후보를 T 전체에서 다시 학습하세요."""

LOSES = ("nested",)


# %% nested-solution
def nested_cv(error, candidates, n, outer, inner):
    chosen, errors = [], []
    for k in range(outer):
        held = np.arange(n) % outer == k
        V, T = np.flatnonzero(held), np.flatnonzero(~held)
        fold = np.arange(len(T)) % inner
        means = [
            np.mean([error(c, T[fold != j], T[fold == j]) for j in range(inner)])
            for c in candidates
        ]
        chosen.append(candidates[int(np.argmin(means))])
        errors.append(error(chosen[-1], T[fold != inner - 1], V))
    return chosen, errors
