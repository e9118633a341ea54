r"""제곱의 평균 대신 분산으로 나누었습니다.
다음 층에서 더해지는 것은 평균을 뺀 값이 아니라 f(z) 그대로의 제곱입니다. ReLU처럼 평균이 0이 아닌 함수에서는 둘이 다릅니다.
평균을 빼지 말고 제곱만 평균하세요."""

LOSES = ("gain",)


# %% gain-solution
def gain_of(f, points):
    nodes, weights = hermegauss(points)
    weights = weights / weights.sum()
    y = f(nodes)
    return 1 / np.sqrt(np.sum(weights * y**2) - np.sum(weights * y) ** 2)
