r"""erf에 z를 √2로 나누지 않고 넣었습니다.
erf는 분산이 1/2인 정규 분포에 맞추어 정의되어 있어서, 이렇게 하면 확률이 0과 1 쪽으로 치우칩니다.
Φ(z)의 식을 그대로 옮기세요."""

LOSES = ("improvement",)


# %% improvement-solution
def expected_improvement(mean, std, best):
    ei = np.maximum(best - mean, 0.0)
    for i in np.flatnonzero(std > 0):
        gain = best - mean[i]
        z = gain / std[i]
        below = (1 + math.erf(z)) / 2
        ei[i] = gain * below + std[i] * math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return ei, int(np.argmax(ei))
