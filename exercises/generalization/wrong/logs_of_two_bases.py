r"""밑이 10인 로그로 맞춘 절편을 `np.exp`로 되돌렸습니다.
기울기는 밑과 상관없어 b는 맞지만 a가 달라집니다.
로그와 되돌리는 함수의 밑을 맞추세요."""

LOSES = ("power-law",)


# %% power-law-solution
def fit_power_law(sizes, errors, floor, target):
    slope, intercept = np.polyfit(np.log10(sizes), np.log10(errors - floor), 1)
    a, b = np.exp(intercept), -slope
    return a, b, math.ceil((a / (target - floor)) ** (1 / b))
