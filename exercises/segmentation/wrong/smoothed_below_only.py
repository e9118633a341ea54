r"""s를 분모에만 더했습니다.
그러면 완벽하게 맞혀도 손실이 0이 되지 않고, 빈 그림에서는 1이 됩니다.
분자에도 더하세요."""

LOSES = ("tversky",)


# %% tversky-solution
def tversky(scores, y, alpha, beta, smooth):
    p = 1.0 / (1.0 + np.exp(-scores))
    TP, FP, FN = np.sum(p * y), np.sum(p * (1 - y)), np.sum((1 - p) * y)
    top = TP
    bottom = TP + alpha * FP + beta * FN + smooth
    change = y * (1 - beta) + (1 - y) * alpha
    grad_p = -(y * bottom - top * change) / bottom**2
    return 1 - top / bottom, grad_p * p * (1 - p)
