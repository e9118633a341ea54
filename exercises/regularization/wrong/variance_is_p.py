r"""m/(1-p)의 분산을 p로 두었습니다.
확률 1-p로 1/(1-p)이고 나머지는 0인 수의 제곱 평균은 1/(1-p)이므로, 평균의 제곱 1을 뺀 p/(1-p)이 분산입니다.
p가 1에 가까우면 벌점이 한없이 커져야 합니다."""

LOSES = ("expected",)


# %% expected-solution
def group_dropout_loss(X, y, w, p, groups):
    n, error = len(y), X @ w - y
    total, grad = np.sum(error**2), X.T @ error
    for g in np.unique(groups):
        members = groups == g
        part = X[:, members] @ w[members]
        total += p * np.sum(part**2)
        grad[members] += p * (X[:, members].T @ part)
    return total / (2 * n), grad / n
