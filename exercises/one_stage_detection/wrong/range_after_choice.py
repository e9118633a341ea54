r"""넓이가 작은 상자를 먼저 고른 다음 범위를 따졌습니다.
그러면 작은 상자가 범위를 벗어날 때 다른 후보가 있어도 자리를 버리게 됩니다.
범위를 벗어난 상자를 먼저 빼고 고르세요."""

LOSES = ("fcos",)


# %% fcos-solution
def fcos_targets(points, boxes, low, high):
    first, last = points[:, None] - boxes[:, :2], boxes[:, 2:] - points[:, None]
    sides = np.concatenate([first, last], axis=2)
    far = sides.max(axis=2)
    inside = sides.min(axis=2) > 0
    area = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    cost = np.where(inside, area, np.inf)
    choice = cost.argmin(axis=1)
    rows = np.arange(len(points))
    fits = inside & (low <= far) & (far <= high)
    owner = np.where(fits[rows, choice], choice, -1)
    found = owner >= 0
    distances, centerness = np.zeros((len(points), 4)), np.zeros(len(points))
    distances[found] = mine = sides[found, owner[found]]
    near, other = np.sort([mine[:, :2], mine[:, 2:]], axis=0)
    centerness[found] = np.sqrt((near / other).prod(axis=1))
    return owner, distances, centerness
