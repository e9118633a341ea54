r"""뒤쪽 자리만 더해 놓고, 나눌 때는 모든 걸음의 수 `steps`로 나누었습니다.
더한 자리는 `steps - start`개뿐이므로 평균이 원점 쪽으로 줄어듭니다.
더한 개수와 나누는 수가 같은지 확인해 보세요."""

LOSES = ("tail-average",)


# %% tail-average-solution
def averaged_sgd(grad, x, lr, steps, start):
    total = np.zeros_like(x)
    for t in range(steps):
        x = x - lr * grad(x, t)
        if t >= start:
            total = total + x
    return x, total / steps
