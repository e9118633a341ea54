r"""`start`를 보지 않고 첫 걸음부터 모두 평균했습니다.
최소점으로 내려오던 먼 자리들이 섞여 평균이 시작점 쪽으로 끌려갑니다.
`t`가 `start`에 이른 뒤의 자리만 평균에 넣고, 나누는 수도 거기에서부터 세세요."""

LOSES = ("tail-average",)


# %% tail-average-solution
def averaged_sgd(grad, x, lr, steps, start):
    average = np.zeros_like(x)
    for t in range(steps):
        x = x - lr * grad(x, t)
        average = average + (x - average) / (t + 1)
    return x, average
