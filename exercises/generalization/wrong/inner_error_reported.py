r"""고른 후보는 맞지만, 고를 때 쓴 안쪽 오차의 평균을 그대로 보고했습니다.
여럿 가운데 가장 작은 값을 고른 것이므로 진짜 오차보다 작게 나옵니다.
T 전체에서 다시 학습해 V에서 잰 오차를 적으세요."""

LOSES = ("nested",)


# %% nested-solution
def nested_cv(error, candidates, n, outer, inner):
    chosen, errors = [], []
    for k in range(outer):
        T = np.flatnonzero(np.arange(n) % outer != k)
        fold = np.arange(len(T)) % inner
        means = [
            np.mean([error(c, T[fold != j], T[fold == j]) for j in range(inner)])
            for c in candidates
        ]
        chosen.append(candidates[int(np.argmin(means))])
        errors.append(min(means))
    return chosen, errors
