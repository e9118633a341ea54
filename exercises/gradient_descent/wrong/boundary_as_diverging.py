r"""경계 r = -1을 발산으로 답했습니다.
r = -1이면 수렴하지는 않지만 폭이 커지지도 않아서, 같은 두 점을 끝없이 오갑니다.
수렴하지 않는다는 것과 발산한다는 것을 나누어, |r + 1|이 1e-9 이하이면 "진동"으로 돌려주세요."""

LOSES = ("regime",)


# %% regime-solution
def regime(curvature, lr):
    factor = 1 - lr * curvature
    if abs(factor) <= 1e-9:
        return "한 걸음 수렴"
    if factor > 0:
        return "단조 수렴"
    return "진동 수렴" if factor > -1 + 1e-9 else "발산"
