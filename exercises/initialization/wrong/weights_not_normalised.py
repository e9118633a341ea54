r"""구적법의 무게를 √(2π)로 나누지 않았습니다.
`hermegauss`의 무게는 exp(-z²/2)의 적분이라 모두 더하면 √(2π)이고, 확률로 쓰려면 합이 1이어야 합니다.
휘지 않는 함수에서 배율이 1로 나오는지 확인해 보세요."""

LOSES = ("gain",)


# %% gain-solution
def gain_of(f, points):
    nodes, weights = hermegauss(points)
    return 1 / np.sqrt(np.sum(weights * f(nodes) ** 2))
