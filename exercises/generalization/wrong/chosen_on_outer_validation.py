r"""바깥 검증용 데이터에서 오차가 가장 작은 후보를 골랐습니다.
고르는 데 쓴 데이터로 잰 오차는 우연히 작게 나온 값을 골라 보여 주므로 정직하지 않습니다.
고르는 일은 T 안의 교차 검증으로만 하세요."""

LOSES = ("nested",)


# %% nested-solution
def nested_cv(error, candidates, n, outer, inner):
    chosen, errors = [], []
    for k in range(outer):
        held = np.arange(n) % outer == k
        V, T = np.flatnonzero(held), np.flatnonzero(~held)
        measured = [error(c, T, V) for c in candidates]
        chosen.append(candidates[int(np.argmin(measured))])
        errors.append(min(measured))
    return chosen, errors
