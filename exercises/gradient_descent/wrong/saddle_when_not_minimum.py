r"""극소점도 극대점도 아니면 모두 안장점이라고 답했습니다.
고윳값이 (2, 0)이면 내리막이 보이지 않으므로 안장점이라고 말할 근거가 없습니다.
안장점은 오르막과 내리막이 둘 다 있을 때만이고, 남은 경우는 "판정 불가"입니다."""

LOSES = ("stationary",)


# %% stationary-solution
def classify(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if np.all(eigenvalues > 1e-9):
        return "극소점"
    if np.all(eigenvalues < -1e-9):
        return "극대점"
    return "판정 불가" if np.all(np.abs(eigenvalues) <= 1e-9) else "안장점"
