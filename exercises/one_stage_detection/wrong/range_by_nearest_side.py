r"""범위를 가장 가까운 변까지의 거리로 따졌습니다.
이 해상도가 답해야 하는 가장 큰 수는 먼 변까지의 거리입니다.
네 거리의 최댓값이 `low`와 `high` 사이인지 보세요."""

LOSES = ("fcos",)


# %% fcos-solution
def fcos_targets(points, boxes, low, high):
    first, last = points[:, None] - boxes[:, :2], boxes[:, 2:] - points[:, None]
    sides = np.concatenate([first, last], axis=2)
    far = sides.min(axis=2)
    candidate = (sides.min(axis=2) > 0) & (low <= far) & (far <= high)
    area = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    cost = np.where(candidate, area, np.inf)
    owner = np.where(candidate.any(axis=1), cost.argmin(axis=1), -1)
    found = owner >= 0
    distances, centerness = np.zeros((len(points), 4)), np.zeros(len(points))
    distances[found] = mine = sides[found, owner[found]]
    near, other = np.sort([mine[:, :2], mine[:, 2:]], axis=0)
    centerness[found] = np.sqrt((near / other).prod(axis=1))
    return owner, distances, centerness
