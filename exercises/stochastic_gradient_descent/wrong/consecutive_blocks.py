r"""종류의 차례대로 이은 줄을 연속한 토막으로 잘랐습니다.
그러면 미니배치마다 거의 한 종류만 들어가, 고르게 섞으려던 것과 정반대가 됩니다.
카드를 돌리듯 M칸씩 건너뛰며 `line[m::num_batches]`로 나누어 주세요."""

LOSES = ("stratified",)


# %% stratified-solution
def stratified_batches(labels, num_batches, rng):
    line = np.concatenate([rng.permutation(np.flatnonzero(labels == c)) for c in np.unique(labels)])
    return np.array_split(line, num_batches)
