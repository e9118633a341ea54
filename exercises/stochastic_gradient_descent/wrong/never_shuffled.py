r"""종류 안에서 섞지 않고 번호가 작은 것부터 나누었습니다.
비율은 고르지만 몇 번을 돌아도 늘 같은 자료끼리 한 미니배치에 묶입니다.
종류마다 `rng.permutation`을 한 번씩 불러 섞은 다음 나누세요."""

LOSES = ("stratified",)


# %% stratified-solution
def stratified_batches(labels, num_batches, rng):
    line = np.concatenate([np.flatnonzero(labels == c) for c in np.unique(labels)])
    return [line[m::num_batches] for m in range(num_batches)]
