r"""층마다 처음 평균과 분산에서 다시 시작했습니다.
다음 층에 들어가는 것은 바로 앞 층이 낸 값이므로, 그 평균과 분산을 이어받아야 합니다.
반복문 안에서 `mean`과 `var`를 새 값으로 바꾸세요."""

LOSES = ("moments",)


# %% moments-solution
def moments_through(f, mean, var, omega, tau, layers, points):
    nodes, weights = hermegauss(points)
    weights = weights / weights.sum()
    y = f(omega * mean + np.sqrt(tau * var) * nodes)
    m = np.sum(weights * y)
    v = np.sum(weights * (y - m) ** 2)
    return np.array([(mean, var)] + [(m, v)] * layers)
