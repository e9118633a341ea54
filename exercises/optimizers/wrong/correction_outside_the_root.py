r"""제곱근을 v에만 취하고, 편향을 바로잡는 1 - β₂^t는 제곱근 밖에서 나누었습니다.
바로잡은 v̂ 전체에 제곱근을 취해야 하므로 1 - β₂^t에도 제곱근이 붙습니다.
v̂을 먼저 만들고 마지막에 제곱근을 취하세요."""

LOSES = ("surprise",)


# %% surprise-solution
def surprise_step(lr, betas, t):
    beta1, beta2 = betas
    return lr * (1 - beta1) / (1 - beta1**t) / (np.sqrt(1 - beta2) / (1 - beta2**t))
