r"""허수부 대신 그 크기를 썼습니다.
크기는 언제나 양수이므로 내리막인 좌표에서도 오르막이라고 답합니다.
`np.abs`를 빼고 `.imag`를 부호째 쓰세요."""

LOSES = ("complex-step",)


# %% complex-step-solution
def complex_step_grad(f, x, h):
    grad = np.zeros(len(x))
    for i in range(len(x)):
        moved = x.astype(complex)
        moved[i] += 1j * h
        grad[i] = abs(f(moved).imag) / h
    return grad
