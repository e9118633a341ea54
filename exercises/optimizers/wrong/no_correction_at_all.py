r"""편향을 바로잡지 않은 m과 v로 걸음을 구했습니다.
걸음이 아주 많이 쌓인 뒤라면 맞지만, t가 작을 때는 크게 어긋납니다.
t = 1에서 답이 꼭 학습률이 되는지 확인해 보세요."""

LOSES = ("surprise",)


# %% surprise-solution
def surprise_step(lr, betas, t):
    beta1, beta2 = betas
    return lr * (1 - beta1) / np.sqrt(1 - beta2)
