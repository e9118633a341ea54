r"""걸음을 내딛기 전의 자리를 평균에 넣었습니다.
그러면 평균이 한 걸음씩 앞당겨져, 빼야 할 자리가 들어가고 마지막 자리는 빠집니다.
`x`를 갱신한 다음 줄에서 평균을 내세요."""

LOSES = ("tail-average",)


# %% tail-average-solution
def averaged_sgd(grad, x, lr, steps, start):
    average = np.zeros_like(x)
    for t in range(steps):
        if t >= start:
            average = average + (x - average) / (t - start + 1)
        x = x - lr * grad(x, t)
    return x, average
