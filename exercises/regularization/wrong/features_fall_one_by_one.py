r"""특징이 저마다 따로 꺼진다고 보고 장의 식을 그대로 썼습니다.
함께 꺼지는 특징은 서로 독립이 아니어서, 두 특징을 곱한 항이 평균에서 사라지지 않습니다.
무리 안에서 x와 w의 곱을 더한 **다음에** 제곱하세요."""

LOSES = ("expected",)


# %% expected-solution
def group_dropout_loss(X, y, w, p, groups):
    n = len(y)
    error = X @ w - y
    strength = p / (1 - p) * np.sum(X**2, axis=0)
    loss = (np.sum(error**2) + np.sum(strength * w**2)) / (2 * n)
    return loss, (X.T @ error + strength * w) / n
