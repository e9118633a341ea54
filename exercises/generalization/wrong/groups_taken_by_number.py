r"""무리를 크기가 아니라 번호의 차례로 보았습니다.
큰 무리가 나중에 오면 이미 고르게 찬 겹 가운데 하나가 넘치고, 그것을 메울 작은 무리가 남아 있지 않습니다.
표본이 많은 무리부터 넣으세요."""

LOSES = ("groups",)


# %% groups-solution
def group_folds(groups, n_splits):
    fold = np.empty(len(groups), dtype=int)
    load = np.zeros(n_splits, dtype=int)
    for name in np.unique(groups):
        lightest = np.argmin(load)
        fold[groups == name] = lightest
        load[lightest] += np.sum(groups == name)
    return fold
