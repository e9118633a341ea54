r"""상자의 너비와 높이를 마지막에서 첫 번호를 뺀 것으로 했습니다.
1번 열과 2번 열에 걸친 물체의 너비는 1이 아니라 2입니다.
1을 더하세요."""

LOSES = ("rle",)


# %% rle-solution
def encode_mask(mask):
    flat = mask.ravel(order="F").astype(int)
    changes = np.flatnonzero(np.diff(flat, prepend=0))
    counts = np.diff(np.concatenate([[0], changes, [flat.size]]))
    rows, columns = np.nonzero(mask)
    box = [columns.min(), rows.min(), np.ptp(columns), np.ptp(rows)]
    return counts.tolist(), box
