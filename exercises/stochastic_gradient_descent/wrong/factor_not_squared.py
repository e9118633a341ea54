r"""한 걸음에 V가 (1 - ηk)배가 된다고 보았습니다.
(1 - ηk)배가 되는 것은 자리 x이고, V는 x를 제곱한 것의 기댓값이므로 (1 - ηk)²배가 됩니다.
갱신한 식을 통째로 제곱했는지 확인해 보세요."""

LOSES = ("expected",)


# %% expected-solution
def expected_losses(curvatures, x, lrs, variances, batch_size):
    V = x**2
    losses = [np.sum(curvatures * V) / 2]
    for lr in lrs:
        V = (1 - lr * curvatures) * V + lr**2 * variances / batch_size
        losses.append(np.sum(curvatures * V) / 2)
    return np.array(losses)
