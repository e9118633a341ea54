r"""방향에 β₂를, 넘겨줄 모멘텀에 β₁을 썼습니다.
그러면 걸음은 오래된 기울기를 따르고 기억은 짧아져 Lion이 뜻한 것과 반대입니다.
첫째 계수는 방향, 둘째 계수는 기억이라는 것을 확인해 보세요."""

LOSES = ("lion",)


# %% lion-solution
def lion_step(x, m, g, lr, betas, weight_decay):
    beta2, beta1 = betas
    direction = np.sign(beta1 * m + (1 - beta1) * g)
    return x - lr * (direction + weight_decay * x), beta2 * m + (1 - beta2) * g
