r"""평균을 낸 자리에서 다음 걸음을 내디뎠습니다.
평균은 지난 자리들에 묶여 있어 새 기울기가 갈수록 작게 반영되고, `last`까지 달라집니다.
걸음은 `x`에서만 내딛고 평균은 따로 둔 변수로 지켜보기만 하세요."""

LOSES = ("tail-average",)


# %% tail-average-solution
def averaged_sgd(grad, x, lr, steps, start):
    average = np.zeros_like(x)
    last = x
    for t in range(steps):
        last = x - lr * grad(x, t)
        x = last
        if t >= start:
            average = average + (last - average) / (t - start + 1)
            x = average
    return last, average
