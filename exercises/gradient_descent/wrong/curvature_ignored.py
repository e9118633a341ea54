r"""배율을 1 - η로 두어 곡률을 빠뜨렸습니다.
f(x) = ½kx²의 기울기는 x가 아니라 kx이므로, 같은 학습률도 가파른 함수에서는 지나칠 수 있습니다.
곡률이 큰 예를 하나 골라 손으로 두 걸음을 계산해 보세요."""

LOSES = ("regime",)


# %% regime-solution
def regime(curvature, lr):
    factor = 1 - lr
    if abs(factor) <= 1e-9:
        return "한 걸음 수렴"
    if abs(factor + 1) <= 1e-9:
        return "진동"
    if factor > 0:
        return "단조 수렴"
    return "진동 수렴" if factor > -1 else "발산"
