r"""평균과 새 자리를 반반으로 섞기를 되풀이했습니다.
그러면 마지막 자리가 1/2, 그 앞이 1/4로 세어져 최근 몇 자리의 평균일 뿐이고, 맴돌이가 거의 지워지지 않습니다.
모든 자리가 같은 무게가 되도록 m번째 자리는 1/m만큼만 섞으세요."""

LOSES = ("tail-average",)


# %% tail-average-solution
def averaged_sgd(grad, x, lr, steps, start):
    average = np.zeros_like(x)
    for t in range(steps):
        x = x - lr * grad(x, t)
        if t == start:
            average = x
        elif t > start:
            average = (average + x) / 2
    return x, average
