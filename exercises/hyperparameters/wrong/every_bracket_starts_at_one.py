r"""모든 묶음을 첫 묶음과 똑같이 짧은 에포크에서 시작했습니다.
그러면 시도의 수만 다를 뿐 묶음마다 짧게 보고 버리는 것은 같아서, 늦게 좋아지는 시도를 살리지 못합니다.
묶음 s는 Rη⁻ˢ 에포크에서 시작하고 마지막 판이 R이어야 합니다."""

LOSES = ("hyperband",)


# %% hyperband-solution
def hyperband(max_epochs, eta):
    s_max = 0
    while eta ** (s_max + 1) <= max_epochs:
        s_max += 1
    brackets = []
    for s in range(s_max, -1, -1):
        n = -(-(s_max + 1) * eta**s // (s + 1))
        brackets.append([(n // eta**i, max_epochs / eta ** (s_max - i)) for i in range(s + 1)])
    return brackets
