r"""묶음의 수를 로그의 나눗셈을 버림해 구했습니다.
컴퓨터에서 log 243 / log 3은 4.999…가 되어 5가 아니라 4가 나오므로 묶음 하나가 사라집니다.
η를 정수로 거듭 곱하며 R과 견주세요."""

LOSES = ("hyperband",)


# %% hyperband-solution
def hyperband(max_epochs, eta):
    s_max = int(math.log(max_epochs) / math.log(eta))
    brackets = []
    for s in range(s_max, -1, -1):
        n = math.ceil((s_max + 1) * eta**s / (s + 1))
        brackets.append([(n // eta**i, max_epochs / eta ** (s - i)) for i in range(s + 1)])
    return brackets
