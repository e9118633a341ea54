r"""`grad_g`를 방향 u가 아니라 v와의 내적으로 구했습니다.
W를 g로 미분하면 v가 아니라 길이가 1인 u입니다.
v의 길이만 바꾸어도 `grad_g`가 그대로인지 확인해 보세요."""

LOSES = ("weight-norm",)


# %% weight-norm-solution
def weight_norm(v, g, grad_W):
    length = np.linalg.norm(v, axis=1, keepdims=True)
    u = v / length
    along = np.sum(grad_W * u, axis=1, keepdims=True)
    grad_v = g[:, None] / length * (grad_W - along * u)
    return g[:, None] * u, grad_v, np.sum(grad_W * v, axis=1)
