r"""가중치 감쇠의 배율을 길이의 제곱에 한 번만 곱했습니다.
감쇠는 가중치를 (1 - ηλ)배로 줄이므로 길이의 제곱은 그 제곱만큼 줄어듭니다.
배율을 제곱했는지 확인해 보세요."""

LOSES = ("effective-lr",)


# %% effective-lr-solution
def effective_lrs(norm, unit_grad_norms, lr, weight_decay):
    square = norm**2
    squares = [square]
    for unit_grad_norm in unit_grad_norms:
        step = lr**2 * unit_grad_norm**2 / square
        square = (1 - lr * weight_decay) * square + step
        squares.append(square)
    return lr / np.array(squares)
