r"""직교하는 두 벡터의 길이를 그냥 더했습니다.
두 변이 직각을 이루면 빗변의 길이는 합이 아니라 제곱의 합의 제곱근입니다.
길이의 제곱끼리 더하세요."""

LOSES = ("effective-lr",)


# %% effective-lr-solution
def effective_lrs(norm, unit_grad_norms, lr, weight_decay):
    norms = [norm]
    for unit_grad_norm in unit_grad_norms:
        norm = (1 - lr * weight_decay) * norm + lr * unit_grad_norm / norm
        norms.append(norm)
    return lr / np.array(norms) ** 2
