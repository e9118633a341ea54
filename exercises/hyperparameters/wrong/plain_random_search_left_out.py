r"""s = 0인 마지막 묶음을 빠뜨렸습니다.
처음에 느린 하이퍼파라미터는 일찍 그만두는 묶음에서 모두 떨어지므로, 끝까지 학습하는 묶음이 안전판입니다.
`range`의 끝을 확인하세요."""

LOSES = ("hyperband",)


# %% hyperband-solution
def hyperband(max_epochs, eta):
    s_max = 0
    while eta ** (s_max + 1) <= max_epochs:
        s_max += 1
    brackets = []
    for s in range(s_max, 0, -1):
        n = -(-(s_max + 1) * eta**s // (s + 1))
        brackets.append([(n // eta**i, max_epochs / eta ** (s - i)) for i in range(s + 1)])
    return brackets
