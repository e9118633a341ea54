r"""ρ_t에서 빼는 항의 t를 빠뜨렸습니다.
그러면 처음 몇 걸음에서도 길이가 길게 나와 v̂을 너무 일찍 믿습니다.
빼는 항이 2t·β₂^t를 1 - β₂^t로 나눈 것인지 확인해 보세요."""

LOSES = ("rectify",)


# %% rectify-solution
def radam_factor(t, beta2):
    longest = 2 / (1 - beta2) - 1
    length = longest - 2 * beta2**t / (1 - beta2**t)
    if length <= 5:
        return 0.0
    ratio = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
    return np.sqrt(ratio)
