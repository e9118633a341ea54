r"""분모가 변하지 않는 것처럼 분자만 미분했습니다.
그러면 배경 픽셀의 기울기가 모두 0이 되어 잘못 칠한 것을 고치지 못합니다.
몫의 미분을 쓰세요."""

LOSES = ("tversky",)


# %% tversky-solution
def tversky(scores, y, alpha, beta, smooth):
    p = 1.0 / (1.0 + np.exp(-scores))
    TP, FP, FN = np.sum(p * y), np.sum(p * (1 - y)), np.sum((1 - p) * y)
    top = TP + smooth
    bottom = TP + alpha * FP + beta * FN + smooth
    grad_p = -y / bottom
    return 1 - top / bottom, grad_p * p * (1 - p)
