r"""무작위 탐색에서도 모든 축이 구간에 들어야 한다고 보았습니다.
중요하지 않은 축은 어디여도 성공이므로 확률을 줄이지 않으며, 이것이 무작위 탐색의 이점입니다.
폭을 `important`번만 곱하세요."""

LOSES = ("budget",)


# %% budget-solution
def trials_needed(width, important, total, confidence):
    random = math.ceil(math.log(1 - confidence) / math.log(1 - width**total))
    return random, math.ceil(1 / width) ** total
