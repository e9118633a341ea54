r"""덩어리의 번호를 왼쪽 열부터 매겼습니다.
나눈 것은 맞지만 번호가 약속한 차례와 다릅니다.
윗줄부터, 줄 안에서는 왼쪽부터 첫 픽셀을 찾으세요."""

LOSES = ("components",)


# %% components-solution
def label_components(mask, diagonal):
    H, W = mask.shape
    moves = [(-1, 0), (1, 0), (0, -1), (0, 1)]
    if diagonal:
        moves += [(-1, -1), (-1, 1), (1, -1), (1, 1)]
    labels, number = np.zeros((H, W), dtype=int), 0
    for start in map(tuple, np.argwhere(mask.T)[:, ::-1]):
        if labels[start] > 0:
            continue
        number += 1
        labels[start] = number
        waiting = [start]
        while waiting:
            r, c = waiting.pop()
            for dr, dc in moves:
                there = (r + dr, c + dc)
                inside = 0 <= there[0] < H and 0 <= there[1] < W
                if inside and mask[there] and labels[there] == 0:
                    labels[there] = number
                    waiting.append(there)
    return labels, np.bincount(labels.ravel())[1:]
