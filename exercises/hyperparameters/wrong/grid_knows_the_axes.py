r"""격자를 중요한 축에만 놓았습니다.
어느 축이 중요한지 미리 안다면 그래도 되지만, 모르기 때문에 찾는 것입니다.
모든 축의 조합을 세세요."""

LOSES = ("budget",)


# %% budget-solution
def trials_needed(width, important, total, confidence):
    random = math.ceil(math.log(1 - confidence) / math.log(1 - width**important))
    return random, math.ceil(1 / width) ** important
