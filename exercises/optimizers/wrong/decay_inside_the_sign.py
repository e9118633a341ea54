r"""감쇠 λx를 부호를 취하기 전에 더했습니다.
부호를 취하면 크기가 사라지므로, 큰 가중치나 작은 가중치나 같은 만큼만 움직여 감쇠의 뜻이 없어집니다.
부호를 취한 다음 λx를 더하세요."""

LOSES = ("lion",)


# %% lion-solution
def lion_step(x, m, g, lr, betas, weight_decay):
    beta1, beta2 = betas
    direction = np.sign(beta1 * m + (1 - beta1) * g + weight_decay * x)
    return x - lr * direction, beta2 * m + (1 - beta2) * g
