r"""표준편차가 아니라 분산으로 나누었습니다.
W를 a로 나누면 출력의 분산은 a²으로 나뉘므로, 분산이 이미 1일 때만 우연히 맞습니다.
`np.var`를 `np.std`로 바꾸세요."""

LOSES = ("lsuv",)


# %% lsuv-solution
def lsuv(X, weights):
    scaled = []
    for W in weights:
        z = X @ W.T
        var = np.var(z)
        scaled.append(W / var)
        X = np.maximum(z / var, 0)
    return scaled
