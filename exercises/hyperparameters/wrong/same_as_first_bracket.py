r"""묶음마다 ηˢ개로 시작해 (s_max + 1)/(s + 1)을 곱하지 않았습니다.
그러면 판이 적은 묶음일수록 예산을 적게 써서 묶음끼리 견줄 수 없습니다.
모든 묶음이 비슷한 예산을 쓰도록 시도의 수를 늘리세요."""

LOSES = ("hyperband",)


# %% hyperband-solution
def hyperband(max_epochs, eta):
    s_max = 0
    while eta ** (s_max + 1) <= max_epochs:
        s_max += 1
    return [
        [(eta ** (s - i), max_epochs / eta ** (s - i)) for i in range(s + 1)]
        for s in range(s_max, -1, -1)
    ]
