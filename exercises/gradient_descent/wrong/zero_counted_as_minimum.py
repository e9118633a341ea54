r"""고윳값 0을 오르막이나 내리막 쪽에 넣어, 평평한 방향이 있는 점까지 극소점이나 극대점으로 답했습니다.
고윳값이 0인 방향에서는 이계도함수만으로 오르내림을 알 수 없습니다: x² + y⁴과 x² - y⁴은 원점에서 헤세 행렬이 같습니다.
부등호에 등호를 넣지 말고, 0이 섞여 있으면 "판정 불가"인지 다시 보세요."""

LOSES = ("stationary",)


# %% stationary-solution
def classify(H):
    eigenvalues = np.linalg.eigvalsh(H)
    up, down = eigenvalues > 1e-9, eigenvalues < -1e-9
    if np.any(up) and np.any(down):
        return "안장점"
    if np.any(up):
        return "극소점"
    return "극대점" if np.any(down) else "판정 불가"
