r"""종류를 보지 않고 전체 번호를 한꺼번에 섞어 나누었습니다.
그러면 종류의 비율은 평균으로만 맞고 미니배치마다는 들쭉날쭉해서, 드문 종류가 하나도 없는 미니배치가 나올 수 있습니다.
종류마다 따로 섞은 다음 이어 붙여 나누어 주세요."""

LOSES = ("stratified",)


# %% stratified-solution
def stratified_batches(labels, num_batches, rng):
    line = rng.permutation(len(labels))
    return [line[m::num_batches] for m in range(num_batches)]
