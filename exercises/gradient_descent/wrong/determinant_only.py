r"""행렬식의 부호와 왼쪽 위 성분만으로 종류를 정했습니다.
이 방법은 2×2에서만 맞습니다.
행렬식은 고윳값의 곱이어서, 세 고윳값이 모두 음수인 극대점에서도 음수이고 둘씩 부호가 갈린 안장점에서도 양수입니다.
곱이 아니라 고윳값 하나하나의 부호를 보세요."""

LOSES = ("stationary",)


# %% stationary-solution
def classify(H):
    determinant = np.linalg.det(H)
    if determinant < -1e-9:
        return "안장점"
    if determinant > 1e-9:
        return "극소점" if H[0, 0] > 0 else "극대점"
    return "판정 불가"
