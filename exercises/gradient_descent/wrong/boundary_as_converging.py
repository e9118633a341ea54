r"""경계 r = -1을 진동 수렴으로 답했습니다.
r = -1이면 x의 부호만 바뀌고 크기는 그대로이므로, 같은 두 점을 오가며 최소점에는 영영 가까워지지 않습니다.
반올림 오차까지 생각하여 |r + 1|이 1e-9 이하이면 따로 "진동"으로 돌려주세요."""

LOSES = ("regime",)


# %% regime-solution
def regime(curvature, lr):
    factor = 1 - lr * curvature
    if abs(factor) <= 1e-9:
        return "한 걸음 수렴"
    if factor > 0:
        return "단조 수렴"
    return "진동 수렴" if factor >= -1 - 1e-9 else "발산"
