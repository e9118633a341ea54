r"""한 걸음에 V가 (1 - ηk)배가 된다고 보았습니다.
(1 - ηk)배가 되는 것은 자리 x이고, V는 x를 제곱한 것의 기댓값이므로 (1 - ηk)²배가 됩니다.
제곱한 배율로 V에 대한 식을 다시 풀어 보세요."""

LOSES = ("noise-floor",)


# %% noise-floor-solution
def noise_floor(curvature, lr, variance, batch_size):
    V = lr**2 * variance / batch_size / (lr * curvature)
    return curvature * V / 2
