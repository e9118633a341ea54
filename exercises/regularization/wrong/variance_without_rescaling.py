r"""분산을 p(1-p)로 두었는데, 이것은 1/(1-p)배 하지 않은 m의 분산입니다.
c배 한 것의 분산은 c²배이므로 (1-p)²으로 한 번 더 나누어야 합니다.
식 속의 m이 무엇으로 나누어져 있는지 보세요."""

LOSES = ("expected",)


# %% expected-solution
def group_dropout_loss(X, y, w, p, groups):
    n, error, ratio = len(y), X @ w - y, p * (1 - p)
    total, grad = np.sum(error**2), X.T @ error
    for g in np.unique(groups):
        members = groups == g
        part = X[:, members] @ w[members]
        total += ratio * np.sum(part**2)
        grad[members] += ratio * (X[:, members].T @ part)
    return total / (2 * n), grad / n
