r"""손실이 아니라 자리의 흔들림 V = E[x²]을 돌려주었습니다.
같은 흔들림이라도 곡률이 큰 골짜기에서는 손실이 더 높습니다.
V에 ½k를 곱해 손실로 바꾸어 돌려주세요."""

LOSES = ("noise-floor",)


# %% noise-floor-solution
def noise_floor(curvature, lr, variance, batch_size):
    return lr**2 * variance / batch_size / (1 - (1 - lr * curvature) ** 2)
