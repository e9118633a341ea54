r"""최소점을 지나쳐 반대편으로 넘어가면 곧 발산이라고 보았습니다.
-1 < r < 0이면 부호는 걸음마다 바뀌지만 폭은 |r|배로 줄어들므로, 좌우로 튀면서도 수렴합니다.
발산의 경계는 학습률 1/k가 아니라 2/k입니다."""

LOSES = ("regime",)


# %% regime-solution
def regime(curvature, lr):
    factor = 1 - lr * curvature
    if abs(factor) <= 1e-9:
        return "한 걸음 수렴"
    return "단조 수렴" if factor > 0 else "발산"
