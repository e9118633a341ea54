r"""Dice의 식처럼 겹침을 두 번 셌습니다.
α와 β가 1/2일 때 2TP/(2TP + FP + FN)과 같아지는 것은 위아래를 2로 나누었기 때문입니다.
여기서는 TP를 한 번만 세세요."""

LOSES = ("tversky",)


# %% tversky-solution
def tversky(scores, y, alpha, beta, smooth):
    p = 1.0 / (1.0 + np.exp(-scores))
    TP, FP, FN = np.sum(p * y), np.sum(p * (1 - y)), np.sum((1 - p) * y)
    top = 2 * TP + smooth
    bottom = 2 * TP + alpha * FP + beta * FN + smooth
    change = y * (2 - beta) + (1 - y) * alpha
    grad_p = -(2 * y * bottom - top * change) / bottom**2
    return 1 - top / bottom, grad_p * p * (1 - p)
