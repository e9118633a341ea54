r"""들어오는 평균에 가중치의 합 ω를 곱하지 않았습니다.
입력의 평균은 가중치만큼씩 더해지므로 합의 평균은 ωμ이고, ω가 0이면 평균이 아무리 커도 사라집니다.
정규 분포의 가운데를 `omega * mean`으로 옮기세요."""

LOSES = ("moments",)


# %% moments-solution
def moments_through(f, mean, var, omega, tau, layers, points):
    nodes, weights = hermegauss(points)
    weights = weights / weights.sum()
    moments = [(mean, var)]
    for _ in range(layers):
        y = f(mean + np.sqrt(tau * var) * nodes)
        mean = np.sum(weights * y)
        var = np.sum(weights * (y - mean) ** 2)
        moments.append((mean, var))
    return np.array(moments)
