r"""벌점의 기울기에만 2가 남아 있습니다.
제곱을 미분하면 2가 나오지만 손실 앞의 1/2이 그 2를 지웁니다.
손실의 두 항에 모두 1/(2N)이 붙어 있는지 보세요."""

LOSES = ("expected",)


# %% expected-solution
def group_dropout_loss(X, y, w, p, groups):
    n, ratio = len(y), p / (1 - p)
    error = X @ w - y
    total, grad = np.sum(error**2), X.T @ error
    for g in np.unique(groups):
        members = groups == g
        part = X[:, members] @ w[members]
        total += ratio * np.sum(part**2)
        grad[members] += 2 * ratio * (X[:, members].T @ part)
    return total / (2 * n), grad / n
