r"""허수가 아니라 실수 방향으로 걸어 두 값을 뺐습니다.
`h`가 1e-30이면 x + h는 컴퓨터에서 x와 같은 수이므로 차이가 꼭 0이 됩니다.
`1j * h`를 더하고, 빼는 대신 허수부를 꺼내세요."""

LOSES = ("complex-step",)


# %% complex-step-solution
def complex_step_grad(f, x, h):
    grad = np.zeros(len(x))
    for i in range(len(x)):
        moved = x.copy()
        moved[i] += h
        grad[i] = (f(moved) - f(x)) / h
    return grad
