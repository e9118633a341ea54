r"""중심에 가까운 정도에서 제곱근을 취하지 않았습니다.
곱한 값은 가장자리로 갈수록 너무 빨리 작아집니다.
두 비의 곱에 제곱근을 취하세요."""

LOSES = ("fcos",)


# %% fcos-solution
def fcos_targets(points, boxes, low, high):
    first, last = points[:, None] - boxes[:, :2], boxes[:, 2:] - points[:, None]
    sides = np.concatenate([first, last], axis=2)
    far = sides.max(axis=2)
    candidate = (sides.min(axis=2) > 0) & (low <= far) & (far <= high)
    area = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    cost = np.where(candidate, area, np.inf)
    owner = np.where(candidate.any(axis=1), cost.argmin(axis=1), -1)
    found = owner >= 0
    distances, centerness = np.zeros((len(points), 4)), np.zeros(len(points))
    distances[found] = mine = sides[found, owner[found]]
    near, other = np.sort([mine[:, :2], mine[:, 2:]], axis=0)
    centerness[found] = (near / other).prod(axis=1)
    return owner, distances, centerness
