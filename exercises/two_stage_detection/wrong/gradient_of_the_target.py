r"""예측이 아니라 정답에 대한 기울기를 냈습니다.
부호가 뒤집혀서 경사 하강을 하면 정답에서 멀어집니다.
x = 예측 - 정답이므로 x의 부호를 그대로 쓰세요."""

LOSES = ("box-loss",)


# %% box-loss-solution
def box_loss(prediction, target, positive, beta):
    x = prediction - target
    size = np.abs(x)
    near = size < beta
    each = np.where(near, x**2 / (2 * beta), size - beta / 2)
    slope = np.where(near, x / beta, np.sign(x))
    keep = positive[:, None]
    count = max(positive.sum(), 1)
    return np.where(keep, each, 0.0).sum() / count, np.where(keep, -slope, 0.0) / count
