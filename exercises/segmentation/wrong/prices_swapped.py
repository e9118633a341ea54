r"""잘못 칠한 것에 β를, 놓친 것에 α를 매겼습니다.
그러면 놓치지 않으려고 β를 키울수록 모델이 덜 칠합니다.
α를 FP에, β를 FN에 곱하세요."""

LOSES = ("tversky",)


# %% tversky-solution
def tversky(scores, y, alpha, beta, smooth):
    p = 1.0 / (1.0 + np.exp(-scores))
    TP, FP, FN = np.sum(p * y), np.sum(p * (1 - y)), np.sum((1 - p) * y)
    top = TP + smooth
    bottom = TP + beta * FP + alpha * FN + smooth
    change = y * (1 - alpha) + (1 - y) * beta
    grad_p = -(y * bottom - top * change) / bottom**2
    return 1 - top / bottom, grad_p * p * (1 - p)
