r"""가장 작은 고윳값으로 상한을 정했습니다.
그 학습률은 가장 완만한 방향만 견디며, 더 가파른 방향에서는 한 걸음마다 폭이 커져 발산합니다.
모든 방향이 수렴해야 하므로 조건이 가장 까다로운 방향, 곧 고윳값이 가장 큰 방향을 보아야 합니다."""

LOSES = ("lr-bound",)


# %% lr-bound-solution
def largest_lr(A):
    return 2 / np.linalg.eigvalsh(A)[0]
