r"""정규 분포의 점을 만들 때 표준편차 대신 분산을 곱했습니다.
표준정규분포의 점을 σ배 해야 분산이 σ²이 됩니다.
`tau * var`에 제곱근을 씌우세요."""

LOSES = ("moments",)


# %% moments-solution
def moments_through(f, mean, var, omega, tau, layers, points):
    nodes, weights = hermegauss(points)
    weights = weights / weights.sum()
    moments = [(mean, var)]
    for _ in range(layers):
        y = f(omega * mean + tau * var * nodes)
        mean = np.sum(weights * y)
        var = np.sum(weights * (y - mean) ** 2)
        moments.append((mean, var))
    return np.array(moments)
