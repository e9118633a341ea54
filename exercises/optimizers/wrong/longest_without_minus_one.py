r"""ρ_∞에서 1을 빼지 않고 2 / (1 - β₂)로 두었습니다.
그러면 첫 걸음의 길이가 1이 아니라 2가 되고, 모든 걸음에서 길이를 하나씩 길게 봅니다.
t = 1에서 길이가 꼭 1인지 확인해 보세요."""

LOSES = ("rectify",)


# %% rectify-solution
def radam_factor(t, beta2):
    longest = 2 / (1 - beta2)
    length = longest - 2 * t * beta2**t / (1 - beta2**t)
    if length <= 5:
        return 0.0
    ratio = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
    return np.sqrt(ratio)
