r"""상자의 변 위에 있는 자리도 안으로 셌습니다.
그런 자리는 한 거리가 0이라 중심에 가까운 정도도 0입니다.
네 거리가 모두 0보다 클 때만 후보로 삼으세요."""

LOSES = ("fcos",)


# %% fcos-solution
def fcos_targets(points, boxes, low, high):
    first, last = points[:, None] - boxes[:, :2], boxes[:, 2:] - points[:, None]
    sides = np.concatenate([first, last], axis=2)
    far = sides.max(axis=2)
    candidate = (sides.min(axis=2) >= 0) & (low <= far) & (far <= high)
    area = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    cost = np.where(candidate, area, np.inf)
    owner = np.where(candidate.any(axis=1), cost.argmin(axis=1), -1)
    found = owner >= 0
    distances, centerness = np.zeros((len(points), 4)), np.zeros(len(points))
    distances[found] = mine = sides[found, owner[found]]
    near, other = np.sort([mine[:, :2], mine[:, 2:]], axis=0)
    centerness[found] = np.sqrt((near / other).prod(axis=1))
    return owner, distances, centerness
