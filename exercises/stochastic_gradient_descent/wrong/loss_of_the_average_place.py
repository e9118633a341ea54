r"""자리의 평균 E[x]만 따라가며 그 자리의 손실을 냈습니다.
잡음은 평균이 0이라 E[x]에서는 사라지지만 제곱하면 남으므로, 손실의 평균은 평균 자리의 손실보다 높습니다.
x가 아니라 x²의 기댓값 V를 따라가 보세요."""

LOSES = ("expected",)


# %% expected-solution
def expected_losses(curvatures, x, lrs, variances, batch_size):
    losses = [np.sum(curvatures * x**2) / 2]
    for lr in lrs:
        x = x - lr * curvatures * x
        losses.append(np.sum(curvatures * x**2) / 2)
    return np.array(losses)
