r"""무리는 나누지 않았지만 무리의 **수**만 고르게 하고 표본의 수는 보지 않았습니다.
큰 무리부터 차례로 돌리면 앞선 겹이 언제나 더 무거워집니다.
겹마다 든 표본의 수를 세어 가장 적은 겹에 넣으세요."""

LOSES = ("groups",)


# %% groups-solution
def group_folds(groups, n_splits):
    names, counts = np.unique(groups, return_counts=True)
    fold = np.empty(len(groups), dtype=int)
    for turn, i in enumerate(np.argsort(-counts, kind="stable")):
        fold[groups == names[i]] = turn % n_splits
    return fold
