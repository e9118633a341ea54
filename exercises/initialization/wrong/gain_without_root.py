r"""제곱의 평균의 역수를 제곱근 없이 돌려주었습니다.
배율은 가중치에 곱하는 수이므로 분산에는 제곱으로 들어갑니다.
ReLU에서 2가 아니라 √2가 나와야 합니다."""

LOSES = ("gain",)


# %% gain-solution
def gain_of(f, points):
    nodes, weights = hermegauss(points)
    weights = weights / weights.sum()
    return 1 / np.sum(weights * f(nodes) ** 2)
