r"""점마다의 무게를 쓰지 않고 고르게 평균했습니다.
구적법의 점은 정규 분포에서 뽑은 표본이 아니어서, 먼 점에는 아주 작은 무게가 딸려 있습니다.
`np.mean` 대신 무게를 곱해 더하세요."""

LOSES = ("gain",)


# %% gain-solution
def gain_of(f, points):
    nodes, _ = hermegauss(points)
    return 1 / np.sqrt(np.mean(f(nodes) ** 2))
