r"""모든 걸음에 첫 학습률 `lrs[0]`을 썼습니다.
학습률이 일정할 때만 우연히 맞고, 줄어드는 스케줄에서는 손실이 높은 데에 머뭅니다.
반복문이 걸음마다 `lrs`에서 그 걸음의 학습률을 꺼내는지 확인해 보세요."""

LOSES = ("expected",)


# %% expected-solution
def expected_losses(curvatures, x, lrs, variances, batch_size):
    V = x**2
    losses = [np.sum(curvatures * V) / 2]
    for _ in lrs:
        V = (1 - lrs[0] * curvatures) ** 2 * V + lrs[0] ** 2 * variances / batch_size
        losses.append(np.sum(curvatures * V) / 2)
    return np.array(losses)
