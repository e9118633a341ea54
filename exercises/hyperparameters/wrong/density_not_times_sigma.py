r"""둘째 항의 밀도에 σ를 곱하지 않았습니다.
EI는 손실과 같은 단위여야 하는데 밀도에는 단위가 없습니다.
손실을 열 배로 늘리면 EI도 열 배가 되는지 확인하세요."""

LOSES = ("improvement",)


# %% improvement-solution
def expected_improvement(mean, std, best):
    ei = np.maximum(best - mean, 0.0)
    for i in np.flatnonzero(std > 0):
        gain = best - mean[i]
        z = gain / std[i]
        below = (1 + math.erf(z / math.sqrt(2))) / 2
        ei[i] = gain * below + math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return ei, int(np.argmax(ei))
