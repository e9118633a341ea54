r"""아직 믿을 수 없을 때 0이 아니라 1을 돌려주었습니다.
1이면 기울기 몇 개로 어림한 v̂을 그대로 믿고 걷는다는 뜻이어서 RAdam이 막으려던 일이 일어납니다.
길이가 5 이하이면 0.0을 돌려주세요."""

LOSES = ("rectify",)


# %% rectify-solution
def radam_factor(t, beta2):
    longest = 2 / (1 - beta2) - 1
    length = longest - 2 * t * beta2**t / (1 - beta2**t)
    if length <= 5:
        return 1.0
    ratio = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
    return np.sqrt(ratio)
