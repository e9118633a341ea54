r"""상자의 x와 y를 바꾸어, 줄을 먼저 적었습니다.
배열은 [줄, 열]의 차례지만 상자는 [x, y]의 차례이고 x는 열입니다.
`columns`를 먼저 쓰세요."""

LOSES = ("rle",)


# %% rle-solution
def encode_mask(mask):
    flat = mask.ravel(order="F").astype(int)
    changes = np.flatnonzero(np.diff(flat, prepend=0))
    counts = np.diff(np.concatenate([[0], changes, [flat.size]]))
    rows, columns = np.nonzero(mask)
    box = [rows.min(), columns.min(), np.ptp(rows) + 1, np.ptp(columns) + 1]
    return counts.tolist(), box
