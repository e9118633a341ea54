r"""큰 값이 좋다고 보고 μ - f*를 향상으로 삼았습니다.
여기에서는 손실을 줄이는 것이므로 평균이 f*보다 **작을수록** 나아집니다.
뺄셈의 차례를 확인하세요."""

LOSES = ("improvement",)


# %% improvement-solution
def expected_improvement(mean, std, best):
    ei = np.maximum(mean - best, 0.0)
    for i in np.flatnonzero(std > 0):
        gain = mean[i] - best
        z = gain / std[i]
        below = (1 + math.erf(z / math.sqrt(2))) / 2
        ei[i] = gain * below + std[i] * math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return ei, int(np.argmax(ei))
