r"""`x -= ...`로 제자리에서 걸어, 부른 쪽이 가진 시작점까지 바뀌었습니다.
돌려준 값은 맞지만, 같은 시작점에서 다른 학습률로 다시 걸어 견줄 수 없게 됩니다.
`x = x - ...`처럼 걸음마다 새 배열을 만드세요."""

LOSES = ("tail-average",)


# %% tail-average-solution
def averaged_sgd(grad, x, lr, steps, start):
    average = np.zeros_like(x)
    for t in range(steps):
        x -= lr * grad(x, t)
        if t >= start:
            average = average + (x - average) / (t - start + 1)
    return x, average
