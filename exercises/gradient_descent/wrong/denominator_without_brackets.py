r"""분모를 괄호로 묶지 않아 `/ 12 * h`로 계산했습니다.
파이썬은 나눗셈과 곱셈을 왼쪽부터 차례로 하므로 12로 나눈 뒤 h를 곱하게 되고, 결과는 기울기의 h²배입니다.
분모를 `(12 * h)`로 묶어 주세요."""

LOSES = ("five-point",)


# %% five-point-solution
def five_point_gradient(f, x, h=1e-3):
    grad = np.zeros_like(x)
    for i in range(x.size):
        step = np.zeros_like(x)
        step[i] = h
        near = f(x + step) - f(x - step)
        far = f(x + 2 * step) - f(x - 2 * step)
        grad[i] = (8 * near - far) / 12 * h
    return grad
