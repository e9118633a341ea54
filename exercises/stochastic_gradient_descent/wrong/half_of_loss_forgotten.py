r"""손실 ½kx²에서 1/2을 빠뜨리고 kV를 돌려주었습니다.
V는 x²의 기댓값이므로 손실의 기댓값은 ½kV입니다.
V를 손실로 바꾸는 마지막 줄을 확인해 보세요."""

LOSES = ("noise-floor",)


# %% noise-floor-solution
def noise_floor(curvature, lr, variance, batch_size):
    V = lr**2 * variance / batch_size / (1 - (1 - lr * curvature) ** 2)
    return curvature * V
