r"""½kx²을 미분하면서 ½을 잊어 기울기를 2kx로 계산했습니다.
제곱을 미분한 2와 ½이 지워져 기울기는 kx이고, 배율은 1 - 2ηk가 아니라 1 - ηk입니다.
k = 2, η = 0.5에서 x가 한 걸음에 0이 되는지 확인해 보세요."""

LOSES = ("regime",)


# %% regime-solution
def regime(curvature, lr):
    factor = 1 - 2 * lr * curvature
    if abs(factor) <= 1e-9:
        return "한 걸음 수렴"
    if abs(factor + 1) <= 1e-9:
        return "진동"
    if factor > 0:
        return "단조 수렴"
    return "진동 수렴" if factor > -1 else "발산"
