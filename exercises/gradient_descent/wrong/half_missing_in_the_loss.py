r"""기울기는 맞지만 손실에서 1/2이 빠져 값이 두 배입니다.
손실과 기울기는 같은 식에서 나와야 하며, 1/2이 없는 손실을 미분하면 기울기도 두 배가 되어 서로 맞지 않습니다.
오차 제곱의 평균을 2로 나누었는지 확인해 보세요."""

LOSES = ("mse-gradient",)


# %% mse-gradient-solution
def mse_gradient(w, b, X, y):
    residual = X @ w + b - y
    return np.mean(residual**2), X.T @ residual / len(y), np.mean(residual)
