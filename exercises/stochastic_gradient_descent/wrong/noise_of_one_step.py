r"""마지막 한 걸음에 더해진 흔들림 η²σ²/B만 세었습니다.
앞선 걸음의 흔들림도 (1 - ηk)²배씩 줄어들며 남아 있으므로 실제로는 그보다 높은 곳에 머뭅니다.
V가 양쪽에 있는 식을 풀어, 1 - (1 - ηk)²으로 나누세요."""

LOSES = ("noise-floor",)


# %% noise-floor-solution
def noise_floor(curvature, lr, variance, batch_size):
    return curvature * lr**2 * variance / batch_size / 2
