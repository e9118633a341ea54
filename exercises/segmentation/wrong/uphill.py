r"""기울기의 부호가 거꾸로입니다.
트버스키 지수를 미분하고 손실이 1에서 그것을 뺀 것임을 잊었습니다.
이대로 내려가면 겹침이 줄어듭니다."""

LOSES = ("tversky",)


# %% tversky-solution
def tversky(scores, y, alpha, beta, smooth):
    p = 1.0 / (1.0 + np.exp(-scores))
    TP, FP, FN = np.sum(p * y), np.sum(p * (1 - y)), np.sum((1 - p) * y)
    top = TP + smooth
    bottom = TP + alpha * FP + beta * FN + smooth
    change = y * (1 - beta) + (1 - y) * alpha
    grad_p = (y * bottom - top * change) / bottom**2
    return 1 - top / bottom, grad_p * p * (1 - p)
