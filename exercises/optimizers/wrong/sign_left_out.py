r"""부호를 취하지 않고 c의 크기만큼 움직였습니다.
그것은 보통의 모멘텀이어서 기울기가 작은 좌표는 거의 움직이지 않습니다.
걸음에는 `np.sign`을 취한 방향을 쓰세요."""

LOSES = ("lion",)


# %% lion-solution
def lion_step(x, m, g, lr, betas, weight_decay):
    beta1, beta2 = betas
    c = beta1 * m + (1 - beta1) * g
    return x - lr * (c + weight_decay * x), beta2 * m + (1 - beta2) * g
