r"""행마다가 아니라 행렬 전체의 크기를 재어 줄였습니다.
그러면 한 유닛이 커졌을 때 얌전한 유닛까지 함께 작아지고, 유닛의 수가 많을수록 상한이 빡빡해집니다.
유닛마다 `axis=1`로 크기를 재세요."""

LOSES = ("max-norm",)


# %% max-norm-solution
def max_norm(W, c):
    return W * (c / max(np.linalg.norm(W), c))
