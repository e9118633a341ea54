r"""실제 학습률을 구할 때 길이로 한 번만 나누었습니다.
기울기가 작아지는 것과 방향에 견준 걸음이 작아지는 것이 겹치므로 길이의 제곱으로 나눕니다.
둘 가운데 하나를 빠뜨리지 않았는지 보세요."""

LOSES = ("effective-lr",)


# %% effective-lr-solution
def effective_lrs(norm, unit_grad_norms, lr, weight_decay):
    square = norm**2
    squares = [square]
    for unit_grad_norm in unit_grad_norms:
        step = lr**2 * unit_grad_norm**2 / square
        square = (1 - lr * weight_decay) ** 2 * square + step
        squares.append(square)
    return lr / np.sqrt(squares)
