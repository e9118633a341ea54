r"""곡선은 바르게 맞추었지만, 필요한 수를 셈할 때 `target`에서 남는 오차를 빼지 않았습니다.
거듭제곱 항이 메워야 하는 것은 목표에서 c를 뺀 나머지이므로, 필요한 데이터를 훨씬 적게 보게 됩니다.
부등식 a n⁻ᵇ + c ≤ target을 n에 대해 다시 풀어 보세요."""

LOSES = ("power-law",)


# %% power-law-solution
def fit_power_law(sizes, errors, floor, target):
    slope, intercept = np.polyfit(np.log(sizes), np.log(errors - floor), 1)
    a, b = np.exp(intercept), -slope
    return a, b, math.ceil((a / target) ** (1 / b))
