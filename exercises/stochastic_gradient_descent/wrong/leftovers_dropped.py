r"""종류마다 미니배치 수로 나누어떨어지고 남은 자료를 버렸습니다.
미니배치의 크기는 모두 같아지지만, 버려진 자료는 이번 에포크에 한 번도 쓰이지 않습니다.
모든 번호가 꼭 한 번 나와야 하므로 남는 카드도 이어서 돌려 주세요."""

LOSES = ("stratified",)


# %% stratified-solution
def stratified_batches(labels, num_batches, rng):
    groups = [rng.permutation(np.flatnonzero(labels == c)) for c in np.unique(labels)]
    line = np.concatenate([g[: len(g) - len(g) % num_batches] for g in groups])
    return [line[m::num_batches] for m in range(num_batches)]
