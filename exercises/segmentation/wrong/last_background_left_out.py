r"""마지막에 남은 배경의 길이를 적지 않았습니다.
모두 더해도 HW가 되지 않아 그림의 크기와 맞추어 볼 수 없습니다.
마지막 길이까지 적으세요."""

LOSES = ("rle",)


# %% rle-solution
def encode_mask(mask):
    flat = mask.ravel(order="F").astype(int)
    changes = np.flatnonzero(np.diff(flat, prepend=0))
    counts = np.diff(np.concatenate([[0], changes, [flat.size]]))
    rows, columns = np.nonzero(mask)
    box = [columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1]
    return counts[: len(counts) // 2 * 2].tolist(), box
