r"""크기에만 로그를 씌우고 오차에는 씌우지 않았습니다.
그것은 오차가 log n에 비례해 준다는 다른 법칙이라 언젠가 음수가 됩니다.
거듭제곱 법칙은 두 축에 모두 로그를 씌워야 직선이 됩니다."""

LOSES = ("power-law",)


# %% power-law-solution
def fit_power_law(sizes, errors, floor, target):
    slope, a = np.polyfit(np.log(sizes), errors - floor, 1)
    return a, -slope, math.ceil(np.exp((a - (target - floor)) / -slope))
