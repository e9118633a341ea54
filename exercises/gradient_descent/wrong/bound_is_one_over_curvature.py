r"""상한을 1/λ로 답했습니다.
1/λ는 그 방향에서 한 걸음에 최소점에 닿는 학습률이고, 그보다 커도 반대편으로 튈 뿐 폭은 한동안 계속 줄어듭니다.
|1 - ηλ| < 1을 양쪽 부등식으로 풀어 -1 < 1 - ηλ 쪽을 확인해 보세요."""

LOSES = ("lr-bound",)


# %% lr-bound-solution
def largest_lr(A):
    return 1 / np.linalg.eigvalsh(A)[-1]
