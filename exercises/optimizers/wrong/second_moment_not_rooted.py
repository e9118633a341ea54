r"""v̂에 제곱근을 취하지 않고 나누었습니다.
그러면 기울기의 크기 g가 지워지지 않고 1/g이 남아, 기울기의 단위에 따라 걸음이 달라집니다.
m̂을 √v̂로 나누세요."""

LOSES = ("surprise",)


# %% surprise-solution
def surprise_step(lr, betas, t):
    beta1, beta2 = betas
    return lr * (1 - beta1) / (1 - beta1**t) / ((1 - beta2) / (1 - beta2**t))
