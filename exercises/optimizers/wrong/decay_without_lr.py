r"""감쇠에 학습률을 곱하지 않고 λx를 통째로 뺐습니다.
식에서 학습률은 괄호 전체에 곱해지므로, 이렇게 하면 가중치가 훨씬 빨리 0으로 끌려갑니다.
부호와 감쇠를 먼저 더한 다음 `lr`을 곱하세요."""

LOSES = ("lion",)


# %% lion-solution
def lion_step(x, m, g, lr, betas, weight_decay):
    beta1, beta2 = betas
    direction = np.sign(beta1 * m + (1 - beta1) * g)
    return x - lr * direction - weight_decay * x, beta2 * m + (1 - beta2) * g
