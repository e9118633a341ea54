r"""고윳값 대신 대각 성분의 부호를 보았습니다.
대각 성분은 좌표축을 따라 움직일 때의 곡률일 뿐이어서, 축 방향으로는 모두 오르막이어도 비스듬한 방향이 내리막일 수 있습니다.
[[1, 3], [3, 1]]에서 d = (1, -1)일 때 dᵀHd의 부호를 계산해 보세요."""

LOSES = ("stationary",)


# %% stationary-solution
def classify(H):
    curvatures = np.diag(H)
    up, down = curvatures > 1e-9, curvatures < -1e-9
    if np.all(up):
        return "극소점"
    if np.all(down):
        return "극대점"
    if np.any(up) and np.any(down):
        return "안장점"
    return "판정 불가"
