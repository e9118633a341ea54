r"""자료 하나로 잰 분산을 배치 크기로 나누지 않고 그대로 썼습니다.
미니배치의 기울기는 B개의 평균이므로 분산이 B분의 1로 줄어듭니다.
잡음이 들어오는 항을 `batch_size`로 나누세요."""

LOSES = ("expected",)


# %% expected-solution
def expected_losses(curvatures, x, lrs, variances, batch_size):
    V = x**2
    losses = [np.sum(curvatures * V) / 2]
    for lr in lrs:
        V = (1 - lr * curvatures) ** 2 * V + lr**2 * variances
        losses.append(np.sum(curvatures * V) / 2)
    return np.array(losses)
