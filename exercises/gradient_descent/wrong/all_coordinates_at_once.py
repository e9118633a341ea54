r"""`x + h`처럼 모든 좌표를 한꺼번에 움직였습니다.
그러면 모든 좌표가 함께 변할 때의 변화율, 곧 편미분을 모두 더한 값 하나가 성분마다 똑같이 들어갑니다.
편미분은 다른 좌표를 붙잡아 두고 재는 것이므로, i번째 성분만 h인 벡터를 좌표마다 만들어 더해 보세요."""

LOSES = ("five-point",)


# %% five-point-solution
def five_point_gradient(f, x, h=1e-3):
    grad = np.zeros_like(x)
    for i in range(x.size):
        near = f(x + h) - f(x - h)
        far = f(x + 2 * h) - f(x - 2 * h)
        grad[i] = (8 * near - far) / (12 * h)
    return grad
