r"""남는 오차를 빼지 않고 로그를 씌웠습니다.
그러면 오른쪽으로 갈수록 평평해지는 곡선에 직선을 맞추게 되어 b가 작게 나옵니다.
`errors - floor`에 로그를 씌우세요."""

LOSES = ("power-law",)


# %% power-law-solution
def fit_power_law(sizes, errors, floor, target):
    slope, intercept = np.polyfit(np.log(sizes), np.log(errors), 1)
    a, b = np.exp(intercept), -slope
    return a, b, math.ceil((a / (target - floor)) ** (1 / b))
