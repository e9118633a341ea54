r"""후보가 여럿일 때 번호가 가장 작은 상자를 맡겼습니다.
그러면 큰 상자 안의 작은 물체를 아무도 맡지 않을 수 있습니다.
후보 가운데 넓이가 가장 작은 상자를 고르세요."""

LOSES = ("fcos",)


# %% fcos-solution
def fcos_targets(points, boxes, low, high):
    first, last = points[:, None] - boxes[:, :2], boxes[:, 2:] - points[:, None]
    sides = np.concatenate([first, last], axis=2)
    far = sides.max(axis=2)
    candidate = (sides.min(axis=2) > 0) & (low <= far) & (far <= high)
    owner = np.where(candidate.any(axis=1), candidate.argmax(axis=1), -1)
    found = owner >= 0
    distances, centerness = np.zeros((len(points), 4)), np.zeros(len(points))
    distances[found] = mine = sides[found, owner[found]]
    near, other = np.sort([mine[:, :2], mine[:, 2:]], axis=0)
    centerness[found] = np.sqrt((near / other).prod(axis=1))
    return owner, distances, centerness
