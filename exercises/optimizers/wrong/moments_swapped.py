r"""β₁과 β₂를 서로 바꾸어 썼습니다.
첫째 계수는 기울기의 평균 m에, 둘째 계수는 제곱의 평균 v에 쓰입니다.
`beta1, beta2 = betas`의 차례와 두 식의 첨자를 견주어 보세요."""

LOSES = ("surprise",)


# %% surprise-solution
def surprise_step(lr, betas, t):
    beta2, beta1 = betas
    return lr * (1 - beta1) / (1 - beta1**t) / np.sqrt((1 - beta2) / (1 - beta2**t))
