r"""확률에 대한 기울기에서 멈추었습니다.
돌려줄 것은 시그모이드를 씌우기 전의 점수에 대한 기울기입니다.
시그모이드의 미분 p(1 - p)를 곱하세요."""

LOSES = ("tversky",)


# %% tversky-solution
def tversky(scores, y, alpha, beta, smooth):
    p = 1.0 / (1.0 + np.exp(-scores))
    TP, FP, FN = np.sum(p * y), np.sum(p * (1 - y)), np.sum((1 - p) * y)
    top = TP + smooth
    bottom = TP + alpha * FP + beta * FN + smooth
    change = y * (1 - beta) + (1 - y) * alpha
    grad_p = -(y * bottom - top * change) / bottom**2
    return 1 - top / bottom, grad_p
