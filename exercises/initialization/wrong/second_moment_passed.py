r"""합의 분산을 τ(ν + μ²)으로 구했습니다.
그것은 가중치를 새로 뽑을 때마다 달라지는 것까지 셀 때의 식입니다. 여기서는 가중치가 정해져 있고 입력만 흔들리므로 τν입니다.
들어오는 평균은 분산이 아니라 ωμ로 옮겨 갑니다."""

LOSES = ("moments",)


# %% moments-solution
def moments_through(f, mean, var, omega, tau, layers, points):
    nodes, weights = hermegauss(points)
    weights = weights / weights.sum()
    moments = [(mean, var)]
    for _ in range(layers):
        y = f(omega * mean + np.sqrt(tau * (var + mean**2)) * nodes)
        mean = np.sum(weights * y)
        var = np.sum(weights * (y - mean) ** 2)
        moments.append((mean, var))
    return np.array(moments)
