r"""시도의 수를 버림해서 확률이 q에 조금 못 미칩니다.
q **이상**이 되는 가장 작은 정수를 찾으므로 올려야 합니다.
`int` 대신 `math.ceil`을 쓰세요."""

LOSES = ("budget",)


# %% budget-solution
def trials_needed(width, important, total, confidence):
    random = int(math.log(1 - confidence) / math.log(1 - width**important))
    return random, math.ceil(1 / width) ** total
