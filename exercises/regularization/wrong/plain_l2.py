r"""모든 가중치에 똑같은 세기의 L2 벌점을 매겼습니다.
드롭아웃이 흔드는 크기는 입력의 크기에 비례하므로 입력이 큰 방향의 가중치가 더 큰 벌을 받습니다.
가중치마다 그 입력의 제곱의 합을 곱하세요."""

LOSES = ("expected",)


# %% expected-solution
def expected_dropout_loss(X, y, w, p):
    n = len(y)
    error = X @ w - y
    loss = np.sum(error**2) / (2 * n) + p / (1 - p) * np.sum(w**2) / 2
    return loss, X.T @ error / n + p / (1 - p) * w
