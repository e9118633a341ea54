r"""네 함숫값의 합을 12h가 아니라 h로 나누어 기울기가 12배로 커졌습니다.
계수에 간격을 곱해 더하면 (-2)·1 + (-1)·(-8) + 1·8 + 2·(-1) = 12가 되므로, 기울기를 얻으려면 이 12로도 나누어야 합니다.
f(x) = x처럼 기울기가 1인 함수로 재어 보면 빠진 상수를 바로 찾을 수 있습니다."""

LOSES = ("five-point",)


# %% five-point-solution
def five_point_gradient(f, x, h=1e-3):
    grad = np.zeros_like(x)
    for i in range(x.size):
        step = np.zeros_like(x)
        step[i] = h
        near = f(x + step) - f(x - step)
        far = f(x + 2 * step) - f(x - 2 * step)
        grad[i] = (8 * near - far) / h
    return grad
