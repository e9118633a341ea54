r"""필요한 수를 버림해서, 그 수로는 오차가 아직 `target`보다 조금 큽니다.
조건을 만족하는 가장 작은 정수를 찾을 때는 올려야 합니다.
`int` 대신 `math.ceil`을 쓰세요."""

LOSES = ("power-law",)


# %% power-law-solution
def fit_power_law(sizes, errors, floor, target):
    slope, intercept = np.polyfit(np.log(sizes), np.log(errors - floor), 1)
    a, b = np.exp(intercept), -slope
    return a, b, int((a / (target - floor)) ** (1 / b))
