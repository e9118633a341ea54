r"""두 점만 쓰는 중앙 차분 (f(x+h) - f(x-h)) / 2h로 기울기를 쟀습니다.
두 점 공식의 오차는 h²에 비례하여, 간격이 넓으면 다섯 점 공식과 눈에 띄게 다릅니다.
x ± 2h에서 잰 두 값까지 더해 h² 항의 오차를 지우고, 간격을 h = 0.2처럼 크게 하여 차이를 확인해 보세요."""

LOSES = ("five-point",)


# %% five-point-solution
def five_point_gradient(f, x, h=1e-3):
    grad = np.zeros_like(x)
    for i in range(x.size):
        step = np.zeros_like(x)
        step[i] = h
        grad[i] = (f(x + step) - f(x - step)) / (2 * h)
    return grad
