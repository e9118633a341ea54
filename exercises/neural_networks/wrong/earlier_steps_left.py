r"""움직인 좌표를 되돌리지 않고 다음 좌표를 움직였습니다.
그러면 둘째 성분부터는 앞의 좌표들의 미분까지 함께 더해집니다.
좌표마다 `x.astype(complex)`로 새로 시작하세요."""

LOSES = ("complex-step",)


# %% complex-step-solution
def complex_step_grad(f, x, h):
    grad = np.zeros(len(x))
    moved = x.astype(complex)
    for i in range(len(x)):
        moved[i] += 1j * h
        grad[i] = f(moved).imag / h
    return grad
