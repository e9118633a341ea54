r"""잡음의 분산에 η²이 아니라 η를 곱했습니다.
자리에 더해지는 것은 ηξ이고, 그것을 제곱해야 V가 되므로 η도 제곱됩니다.
그래서 학습률을 반으로 줄이면 한 걸음에 들어오는 잡음은 4분의 1이 됩니다."""

LOSES = ("expected",)


# %% expected-solution
def expected_losses(curvatures, x, lrs, variances, batch_size):
    V = x**2
    losses = [np.sum(curvatures * V) / 2]
    for lr in lrs:
        V = (1 - lr * curvatures) ** 2 * V + lr * variances / batch_size
        losses.append(np.sum(curvatures * V) / 2)
    return np.array(losses)
