r"""`grad_v`에 길이 g를 곱하지 않았습니다.
W는 방향에 g를 곱한 것이므로, 방향이 조금 돌면 W는 g배로 움직입니다.
‖v‖로 나눈 것에 g도 곱하세요."""

LOSES = ("weight-norm",)


# %% weight-norm-solution
def weight_norm(v, g, grad_W):
    length = np.linalg.norm(v, axis=1, keepdims=True)
    u = v / length
    grad_g = np.sum(grad_W * u, axis=1)
    return g[:, None] * u, (grad_W - grad_g[:, None] * u) / length, grad_g
