r"""배경인 상자까지 손실에 넣었습니다.
배경에는 옮겨 갈 정답이 없으므로 그 네 수는 아무 뜻이 없습니다.
`positive`가 참인 줄만 더하고 나머지의 기울기는 0으로 두세요."""

LOSES = ("box-loss",)


# %% box-loss-solution
def box_loss(prediction, target, positive, beta):
    x = prediction - target
    size = np.abs(x)
    near = size < beta
    each = np.where(near, x**2 / (2 * beta), size - beta / 2)
    slope = np.where(near, x / beta, np.sign(x))
    keep = np.full((len(x), 1), positive.any())
    count = max(positive.sum(), 1)
    return np.where(keep, each, 0.0).sum() / count, np.where(keep, slope, 0.0) / count
