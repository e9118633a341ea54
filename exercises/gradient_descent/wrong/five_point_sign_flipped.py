r"""앞쪽 점 x + h와 뒤쪽 점 x - h의 부호를 서로 바꾸어, 기울기가 반대 방향을 가리킵니다.
오르막에서 앞쪽 함숫값이 더 크므로 8을 곱한 f(x+h)의 부호가 +이고 f(x-h)의 부호가 -여야 합니다.
f(x) = x에서 1이 나오는지, -1이 나오는지 확인해 보세요."""

LOSES = ("five-point",)


# %% five-point-solution
def five_point_gradient(f, x, h=1e-3):
    grad = np.zeros_like(x)
    for i in range(x.size):
        step = np.zeros_like(x)
        step[i] = h
        near = f(x - step) - f(x + step)
        far = f(x - 2 * step) - f(x + 2 * step)
        grad[i] = (8 * near - far) / (12 * h)
    return grad
