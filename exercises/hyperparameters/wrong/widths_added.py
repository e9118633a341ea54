r"""중요한 축마다의 폭을 더해 성공할 확률로 삼았습니다.
더한 것은 축 가운데 하나라도 들 확률에 가깝고, 우리는 모든 축에서 **함께** 들어야 합니다.
서로 상관없이 뽑으므로 확률을 곱하세요."""

LOSES = ("budget",)


# %% budget-solution
def trials_needed(width, important, total, confidence):
    random = math.ceil(math.log(1 - confidence) / math.log(1 - width * important))
    return random, math.ceil(1 / width) ** total
