r"""고윳값에 0이 하나라도 있으면 곧바로 판정 불가로 답했습니다.
오르막과 내리막이 이미 하나씩 있으면 더 낮은 곳과 더 높은 곳이 모두 옆에 있으므로, 남은 방향이 평평해도 안장점입니다.
안장점인지 먼저 보고, 그다음에 0을 살펴보세요."""

LOSES = ("stationary",)


# %% stationary-solution
def classify(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if np.any(np.abs(eigenvalues) <= 1e-9):
        return "판정 불가"
    if np.all(eigenvalues > 0):
        return "극소점"
    return "극대점" if np.all(eigenvalues < 0) else "안장점"
