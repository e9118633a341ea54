r"""무리를 보지 않고 모든 특징이 한꺼번에 꺼지는 것처럼 예측을 제곱했습니다.
무리끼리는 따로 뽑으므로 서로 다른 무리를 곱한 항은 평균에서 사라집니다.
무리마다 따로 제곱해 더하세요."""

LOSES = ("expected",)


# %% expected-solution
def group_dropout_loss(X, y, w, p, groups):
    n = len(y)
    predicted = X @ w
    loss = (np.sum((predicted - y) ** 2) + p / (1 - p) * np.sum(predicted**2)) / (2 * n)
    return loss, X.T @ (predicted - y + p / (1 - p) * predicted) / n
