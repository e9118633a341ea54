r"""입력을 하나씩 끄지 않고 표본마다 한꺼번에 끈 것처럼, 예측을 제곱해 벌점을 매겼습니다.
입력마다 따로 뽑으므로 서로 다른 입력을 곱한 항은 평균에서 사라지고 제곱한 항만 남습니다.
예측의 제곱이 아니라 x²w²를 더하세요."""

LOSES = ("expected",)


# %% expected-solution
def expected_dropout_loss(X, y, w, p):
    n = len(y)
    predicted = X @ w
    loss = (np.sum((predicted - y) ** 2) + p / (1 - p) * np.sum(predicted**2)) / (2 * n)
    return loss, X.T @ (predicted - y + p / (1 - p) * predicted) / n
