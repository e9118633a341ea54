r"""남길 시도의 수를 버림이 아니라 올림으로 구했습니다.
판마다 하나씩 더 남으면 에포크가 많은 뒤쪽 판에서 예산이 크게 늘어납니다.
처음의 n은 올리고, 남기는 수는 버리세요."""

LOSES = ("hyperband",)


# %% hyperband-solution
def hyperband(max_epochs, eta):
    s_max = 0
    while eta ** (s_max + 1) <= max_epochs:
        s_max += 1
    brackets = []
    for s in range(s_max, -1, -1):
        n = -(-(s_max + 1) * eta**s // (s + 1))
        brackets.append([(-(-n // eta**i), max_epochs / eta ** (s - i)) for i in range(s + 1)])
    return brackets
