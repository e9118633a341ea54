r"""고윳값을 0과 바로 비교하여, 반올림 오차만큼의 부호까지 오르막과 내리막으로 읽었습니다.
고윳값은 수치로 구하므로 정확히 0이어야 할 값이 1e-16이나 -1e-16으로 나옵니다.
문제의 약속대로 크기가 1e-9 이하이면 0으로 보세요."""

LOSES = ("stationary",)


# %% stationary-solution
def classify(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if np.all(eigenvalues > 0):
        return "극소점"
    if np.all(eigenvalues < 0):
        return "극대점"
    if np.any(eigenvalues > 0) and np.any(eigenvalues < 0):
        return "안장점"
    return "판정 불가"
