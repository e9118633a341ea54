r"""`diagonal`이 참일 때도 네 이웃만 보았습니다.
그러면 비스듬하게 이어진 가는 물체가 조각조각 나뉩니다.
대각선의 네 이웃도 보세요."""

LOSES = ("components",)


# %% components-solution
def label_components(mask, diagonal):
    H, W = mask.shape
    moves = [(-1, 0), (1, 0), (0, -1), (0, 1)]
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
    return labels, np.bincount(labels.ravel())[1:]
