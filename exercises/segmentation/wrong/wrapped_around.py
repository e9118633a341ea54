r"""그림의 끝을 넘어가면 반대쪽 끝에서 이어진다고 보았습니다.
파이썬의 음수 번호나 나머지 연산이 흔히 이렇게 만듭니다.
이웃이 그림 안에 있는지 먼저 확인하세요."""

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
                there = ((r + dr) % H, (c + dc) % W)
                if mask[there] and labels[there] == 0:
                    labels[there] = number
                    waiting.append(there)
    return labels, np.bincount(labels.ravel())[1:]
