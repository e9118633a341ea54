r"""바깥 두 점의 항을 빼지 않고 더했습니다.
바깥 점의 계수는 안쪽 점과 부호가 반대입니다: f(x+2h)에는 -1, f(x-2h)에는 +1이 붙어야 h² 크기의 오차가 지워집니다.
f(x) = x에서 1이 나오는지 확인해 보세요. 더하면 20/12이 나옵니다."""

LOSES = ("five-point",)


# %% five-point-solution
def five_point_gradient(f, x, h=1e-3):
    grad = np.zeros_like(x)
    for i in range(x.size):
        step = np.zeros_like(x)
        step[i] = h
        near = f(x + step) - f(x - step)
        far = f(x + 2 * step) - f(x - 2 * step)
        grad[i] = (8 * near + far) / (12 * h)
    return grad
