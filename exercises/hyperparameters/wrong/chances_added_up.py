r"""시도마다의 확률을 더해 q가 되는 횟수를 구했습니다.
더한 것은 성공하는 횟수의 **평균**이고, 두 번 이상 성공하는 경우를 겹쳐 셉니다.
모두 실패할 확률 (1 - p)ⁿ이 1 - q 이하가 되는 n을 구하세요."""

LOSES = ("budget",)


# %% budget-solution
def trials_needed(width, important, total, confidence):
    return math.ceil(confidence / width**important), math.ceil(1 / width) ** total
