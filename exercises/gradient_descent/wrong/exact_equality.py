r"""경계를 `==`로 비교하여, 반올림 오차만큼 어긋난 값이 옆 구간으로 넘어갔습니다.
실수 계산에서는 r = -1이어야 할 값이 -1.000000000001처럼 나올 수 있습니다.
문제의 약속대로 차이의 절댓값이 1e-9 이하인지로 비교해 주세요."""

LOSES = ("regime",)


# %% regime-solution
def regime(curvature, lr):
    factor = 1 - lr * curvature
    if factor == 0:
        return "한 걸음 수렴"
    if factor == -1:
        return "진동"
    if factor > 0:
        return "단조 수렴"
    return "진동 수렴" if factor > -1 else "발산"
