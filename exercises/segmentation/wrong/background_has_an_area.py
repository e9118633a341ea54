r"""배경의 넓이를 맨 앞에 넣었습니다.
그러면 `areas[0]`이 1번 덩어리의 넓이가 아니게 됩니다.
번호 0을 빼고 돌려주세요."""

LOSES = ("components",)


# %% components-solution
def label_components(mask, diagonal):
    H, W = mask.shape
    moves = [(-1, 0), (1, 0), (0, -1), (0, 1)]
    if diagonal:
        moves += [(-1, -1), (-1, 1), (1, -1), (1, 1)]
    labels, number = np.zeros((H, W), dtype=int), 0
    for start in map(tuple, np.argwhere(mask)):
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
    return labels, np.bincount(labels.ravel())
