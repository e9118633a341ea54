r"""ReLU를 지난 값의 표준편차로 나누었습니다.
맞추려는 것은 선형 층의 출력 z의 분산입니다. ReLU를 지난 값은 절반이 0이라 표준편차가 더 작습니다.
ReLU를 걸기 전에 재세요."""

LOSES = ("lsuv",)


# %% lsuv-solution
def lsuv(X, weights):
    scaled = []
    for W in weights:
        z = X @ W.T
        std = np.std(np.maximum(z, 0))
        scaled.append(W / std)
        X = np.maximum(z / std, 0)
    return scaled
