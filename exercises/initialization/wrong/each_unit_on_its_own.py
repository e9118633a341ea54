r"""유닛마다 따로 재어 저마다의 표준편차로 나누었습니다.
LSUV는 층에 수 하나만 곱하므로 유닛 사이의 크기 차이를 그대로 둡니다.
축을 주지 않은 `np.std(z)` 하나로 나누세요."""

LOSES = ("lsuv",)


# %% lsuv-solution
def lsuv(X, weights):
    scaled = []
    for W in weights:
        z = X @ W.T
        std = np.std(z, axis=0)
        scaled.append(W / std[:, None])
        X = np.maximum(z / std, 0)
    return scaled
