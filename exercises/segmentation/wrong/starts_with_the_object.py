r"""첫 픽셀이 물체일 때 0을 적지 않고 시작했습니다.
받는 쪽은 첫 수를 언제나 배경으로 읽으므로 물체와 배경이 뒤바뀝니다.
첫 값 앞에 배경이 있다고 치세요."""

LOSES = ("rle",)


# %% rle-solution
def encode_mask(mask):
    flat = mask.ravel(order="F").astype(int)
    changes = np.flatnonzero(np.diff(flat, prepend=flat[0]))
    counts = np.diff(np.concatenate([[0], changes, [flat.size]]))
    rows, columns = np.nonzero(mask)
    box = [columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1]
    return counts.tolist(), box
