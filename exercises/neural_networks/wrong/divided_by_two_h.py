r"""중앙 차분처럼 2h로 나누었습니다.
중앙 차분은 양쪽으로 h씩 걸어 거리가 2h이지만, 여기서는 허수 쪽으로 h만큼 한 번 걸었습니다.
허수부를 h로 나누세요."""

LOSES = ("complex-step",)


# %% complex-step-solution
def complex_step_grad(f, x, h):
    grad = np.zeros(len(x))
    for i in range(len(x)):
        moved = x.astype(complex)
        moved[i] += 1j * h
        grad[i] = f(moved).imag / (2 * h)
    return grad
