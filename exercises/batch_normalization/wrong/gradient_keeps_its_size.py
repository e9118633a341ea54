r"""기울기의 길이를 가중치의 길이로 나누지 않았습니다.
가중치를 두 배로 키워도 출력이 같으므로, 같은 만큼 움직여도 출력은 절반만 바뀝니다.
걸음마다 기울기를 그때의 ‖w‖로 나누세요."""

LOSES = ("effective-lr",)


# %% effective-lr-solution
def effective_lrs(norm, unit_grad_norms, lr, weight_decay):
    square = norm**2
    squares = [square]
    for unit_grad_norm in unit_grad_norms:
        square = (1 - lr * weight_decay) ** 2 * square + lr**2 * unit_grad_norm**2
        squares.append(square)
    return lr / np.array(squares)
