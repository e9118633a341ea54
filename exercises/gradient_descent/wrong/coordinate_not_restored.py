r"""한 좌표를 움직여 함숫값을 잰 뒤 제자리로 돌려놓지 않았습니다.
다음 좌표의 기울기는 이미 밀려난 점에서 재게 되고, 부른 쪽의 `x`까지 바뀝니다.
좌표마다 새 벡터 `x + step`을 만들거나, 재고 나서 원래 값을 다시 넣었는지 확인해 보세요."""

LOSES = ("five-point",)


# %% five-point-solution
def five_point_gradient(f, x, h=1e-3):
    grad = np.zeros_like(x)
    for i in range(x.size):
        x[i] += h
        near = f(x)
        x[i] += h
        far = f(x)
        x[i] -= 3 * h
        near -= f(x)
        x[i] -= h
        far -= f(x)
        grad[i] = (8 * near - far) / (12 * h)
    return grad
