r"""비율의 분자와 분모를 뒤집었습니다.
그러면 계수가 1보다 크게 시작해, 아직 믿을 수 없는 처음에 오히려 크게 걷습니다.
계수는 0 가까이에서 시작해 1로 커져야 합니다."""

LOSES = ("rectify",)


# %% rectify-solution
def radam_factor(t, beta2):
    longest = 2 / (1 - beta2) - 1
    length = longest - 2 * t * beta2**t / (1 - beta2**t)
    if length <= 5:
        return 0.0
    ratio = (longest - 4) * (longest - 2) * length / ((length - 4) * (length - 2) * longest)
    return np.sqrt(ratio)
