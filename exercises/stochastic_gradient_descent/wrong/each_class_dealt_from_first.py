r"""종류가 바뀔 때마다 카드를 다시 미니배치 0부터 돌렸습니다.
종류마다 남는 카드가 늘 앞쪽 미니배치로 가므로, 종류가 많으면 앞의 미니배치만 커집니다.
섞은 번호를 먼저 한 줄로 이어 붙이고, 그 줄 전체를 한 번에 돌려 보세요."""

LOSES = ("stratified",)


# %% stratified-solution
def stratified_batches(labels, num_batches, rng):
    groups = [rng.permutation(np.flatnonzero(labels == c)) for c in np.unique(labels)]
    return [np.concatenate([g[m::num_batches] for g in groups]) for m in range(num_batches)]
