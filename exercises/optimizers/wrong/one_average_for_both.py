r"""방향에 쓴 c를 그대로 다음 걸음의 모멘텀으로 넘겼습니다.
그러면 둘째 계수 β₂가 쓰이지 않고, 기억이 짧은 보통의 부호 모멘텀이 됩니다.
넘겨줄 모멘텀은 β₂로 따로 만드세요."""

LOSES = ("lion",)


# %% lion-solution
def lion_step(x, m, g, lr, betas, weight_decay):
    beta1, _ = betas
    c = beta1 * m + (1 - beta1) * g
    return x - lr * (np.sign(c) + weight_decay * x), c
