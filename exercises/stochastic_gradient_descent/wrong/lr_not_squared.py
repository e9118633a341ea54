r"""잡음의 분산에 η²이 아니라 η를 곱했습니다.
자리에 더해지는 것은 ηξ이고, 그것을 제곱해야 V가 되므로 η도 제곱됩니다.
V_{t+1}의 식에서 잡음 항의 계수를 다시 보세요."""

LOSES = ("noise-floor",)


# %% noise-floor-solution
def noise_floor(curvature, lr, variance, batch_size):
    V = lr * variance / batch_size / (1 - (1 - lr * curvature) ** 2)
    return curvature * V / 2
