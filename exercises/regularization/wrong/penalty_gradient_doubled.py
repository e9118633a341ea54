r"""벌점의 기울기에만 2가 남아 있습니다.
w²을 미분하면 2w이지만 손실 앞의 1/2이 그 2를 지웁니다.
손실의 두 항에 모두 1/(2N)이 붙어 있는지 보세요."""

LOSES = ("expected",)


# %% expected-solution
def expected_dropout_loss(X, y, w, p):
    n = len(y)
    error = X @ w - y
    strength = p / (1 - p) * np.sum(X**2, axis=0)
    loss = (np.sum(error**2) + np.sum(strength * w**2)) / (2 * n)
    return loss, (X.T @ error + 2 * strength * w) / n
