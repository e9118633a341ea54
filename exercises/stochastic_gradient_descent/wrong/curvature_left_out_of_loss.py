r"""V를 손실로 바꿀 때 곡률을 곱하지 않았습니다.
같은 흔들림이라도 곡률이 큰 방향에서는 손실이 더 큽니다.
방향마다 ½kV를 구한 다음 더하세요."""

LOSES = ("expected",)


# %% expected-solution
def expected_losses(curvatures, x, lrs, variances, batch_size):
    V = x**2
    losses = [np.sum(V) / 2]
    for lr in lrs:
        V = (1 - lr * curvatures) ** 2 * V + lr**2 * variances / batch_size
        losses.append(np.sum(V) / 2)
    return np.array(losses)
