r"""비율에 제곱근을 취하지 않았습니다.
이 비율은 두 분산의 비이고 걸음에 곱하는 것은 표준편차의 비이므로, 처음의 걸음이 지나치게 작아집니다.
마지막에 `np.sqrt`를 취하세요."""

LOSES = ("rectify",)


# %% rectify-solution
def radam_factor(t, beta2):
    longest = 2 / (1 - beta2) - 1
    length = longest - 2 * t * beta2**t / (1 - beta2**t)
    if length <= 5:
        return 0.0
    return (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
