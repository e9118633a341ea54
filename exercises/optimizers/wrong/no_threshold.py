r"""길이 ρ_t가 5 이하인지 보지 않고 식을 그대로 계산했습니다.
길이가 2보다 작으면 음수 둘이 곱해져 그럴듯한 양수가 나오지만, 그때의 분산은 정해지지도 않습니다.
길이가 5 이하이면 0.0을 돌려주세요."""

LOSES = ("rectify",)


# %% rectify-solution
def radam_factor(t, beta2):
    longest = 2 / (1 - beta2) - 1
    length = longest - 2 * t * beta2**t / (1 - beta2**t)
    ratio = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
    return np.sqrt(max(ratio, 0.0))
