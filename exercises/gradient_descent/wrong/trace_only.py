r"""대각합의 부호만으로 종류를 정했습니다.
대각합은 고윳값의 합이어서, 가파른 오르막 하나가 완만한 내리막 하나를 가려 안장점이 극소점으로 보입니다.
합이 아니라 고윳값 하나하나의 부호를 보세요."""

LOSES = ("stationary",)


# %% stationary-solution
def classify(H):
    trace = np.trace(H)
    if trace > 1e-9:
        return "극소점"
    if trace < -1e-9:
        return "극대점"
    return "판정 불가"
