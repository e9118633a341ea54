r"""작은 무리부터 넣어서, 가장 큰 무리가 마지막에 한 겹을 크게 부풀렸습니다.
큰 것을 먼저 놓아야 작은 것으로 차이를 메울 수 있습니다.
정렬의 방향이 지시문과 같은지 확인하세요."""

LOSES = ("groups",)


# %% groups-solution
def group_folds(groups, n_splits):
    names, counts = np.unique(groups, return_counts=True)
    fold = np.empty(len(groups), dtype=int)
    load = np.zeros(n_splits, dtype=int)
    for i in np.argsort(counts, kind="stable"):
        lightest = np.argmin(load)
        fold[groups == names[i]] = lightest
        load[lightest] += counts[i]
    return fold
