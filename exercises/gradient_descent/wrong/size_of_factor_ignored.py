r"""배율 r이 1보다 작으면 모두 수렴한다고 보아, r < -1인 경우까지 수렴으로 답했습니다.
수렴은 r이 아니라 |r|이 1보다 작을 때 일어나며, r = -3이면 한 걸음마다 폭이 세 배가 됩니다.
음수인 r에서는 절댓값을 1과 비교했는지 확인해 보세요."""

LOSES = ("regime",)


# %% regime-solution
def regime(curvature, lr):
    factor = 1 - lr * curvature
    if abs(factor) <= 1e-9:
        return "한 걸음 수렴"
    if abs(factor + 1) <= 1e-9:
        return "진동"
    return "단조 수렴" if factor > 0 else "진동 수렴"
