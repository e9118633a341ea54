r"""위와 왼쪽만 보고 한 번 훑어 번호를 주었습니다.
두 팔이 아래에서 만나는 덩어리는 팔마다 다른 번호를 받은 채로 남습니다.
만났을 때 두 번호를 하나로 합치거나, 이웃으로 번져 나가세요."""

LOSES = ("components",)


# %% components-solution
def label_components(mask, diagonal):
    H, W = mask.shape
    labels, number = np.zeros((H, W), dtype=int), 0
    for r, c in np.argwhere(mask):
        seen = [labels[r - 1, c] if r else 0, labels[r, c - 1] if c else 0]
        if diagonal and r:
            seen += [labels[r - 1, c - 1] if c else 0, labels[r - 1, c + 1] if c + 1 < W else 0]
        known = [label for label in seen if label > 0]
        number += not known
        labels[r, c] = min(known, default=number)
    return labels, np.bincount(labels.ravel())[1:]
