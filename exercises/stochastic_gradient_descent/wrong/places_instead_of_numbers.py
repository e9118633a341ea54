r"""자료의 번호가 아니라 종류 안에서 몇 번째인지를 섞어 돌려주었습니다.
종류마다 0부터 다시 세므로 같은 수가 여러 번 나오고, 그 수로 꺼낸 자료는 엉뚱한 종류입니다.
`np.flatnonzero(labels == c)`가 돌려준 번호를 섞어 주세요."""

LOSES = ("stratified",)


# %% stratified-solution
def stratified_batches(labels, num_batches, rng):
    line = np.concatenate([rng.permutation(np.sum(labels == c)) for c in np.unique(labels)])
    return [line[m::num_batches] for m in range(num_batches)]
