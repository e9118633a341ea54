r"""`grad_v`에서 v 방향의 성분을 빼지 않았습니다.
v를 길게 해도 W는 그대로이므로 그 방향의 기울기는 0이어야 합니다.
`grad_W`에서 u 방향의 성분을 뺀 다음 g/‖v‖를 곱하세요."""

LOSES = ("weight-norm",)


# %% weight-norm-solution
def weight_norm(v, g, grad_W):
    length = np.linalg.norm(v, axis=1, keepdims=True)
    u = v / length
    return g[:, None] * u, g[:, None] / length * grad_W, np.sum(grad_W * u, axis=1)
