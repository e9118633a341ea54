r"""고윳값의 평균으로 상한을 정했습니다.
평균보다 가파른 방향에서는 |1 - ηλ|가 1을 넘을 수 있고, 한 방향이라도 넘으면 전체가 발산합니다.
평균이 아니라 가장 까다로운 방향 하나가 학습률을 정합니다."""

LOSES = ("lr-bound",)


# %% lr-bound-solution
def largest_lr(A):
    return 2 / np.mean(np.linalg.eigvalsh(A))
