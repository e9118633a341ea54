r"""오차와 입력을 곱한 배열 (N, D)를 자료 축이 아니라 입력 축으로 평균 냈습니다.
그래서 `grad_w`의 모양이 `w`와 같은 (D,)가 아니라 (N,)이 되었습니다.
평균은 자료에 대해 내는 것이므로 자료의 축인 `axis=0`을 없애야 합니다."""

LOSES = ("mse-gradient",)


# %% mse-gradient-solution
def mse_gradient(w, b, X, y):
    residual = X @ w + b - y
    grad_w = np.mean(residual[:, None] * X, axis=1)
    return np.mean(residual**2) / 2, grad_w, np.mean(residual)
