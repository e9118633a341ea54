r"""픽셀을 줄부터 세웠습니다.
길이의 합은 같아서 틀린 줄 모르지만, COCO의 도구로 풀면 그림이 뒤섞입니다.
열부터 세우세요."""

LOSES = ("rle",)


# %% rle-solution
def encode_mask(mask):
    flat = mask.ravel().astype(int)
    changes = np.flatnonzero(np.diff(flat, prepend=0))
    counts = np.diff(np.concatenate([[0], changes, [flat.size]]))
    rows, columns = np.nonzero(mask)
    box = [columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1]
    return counts.tolist(), box
