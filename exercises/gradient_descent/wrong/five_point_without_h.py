r"""네 함숫값의 합을 12로만 나누고 간격 h로는 나누지 않았습니다.
이 값은 기울기가 아니라 기울기에 h를 곱한 변화량이어서, h를 줄이면 0으로 갑니다.
분모가 12h인지, 특히 12 * h를 괄호로 묶었는지 확인해 보세요."""

LOSES = ("five-point",)


# %% five-point-solution
def five_point_gradient(f, x, h=1e-3):
    grad = np.zeros_like(x)
    for i in range(x.size):
        step = np.zeros_like(x)
        step[i] = h
        near = f(x + step) - f(x - step)
        far = f(x + 2 * step) - f(x - 2 * step)
        grad[i] = (8 * near - far) / 12
    return grad
