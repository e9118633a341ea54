r"""학습률이 작을 때만 맞는 어림 V ≈ ησ²/(2kB)를 썼습니다.
1 - (1 - ηk)²을 2ηk로 바꾸면서 (ηk)²을 버렸으므로, ηk가 커질수록 실제보다 낮은 답이 나옵니다.
제곱을 끝까지 펼쳐 2ηk - (ηk)²으로 나누세요."""

LOSES = ("noise-floor",)


# %% noise-floor-solution
def noise_floor(curvature, lr, variance, batch_size):
    V = lr * variance / batch_size / (2 * curvature)
    return curvature * V / 2
