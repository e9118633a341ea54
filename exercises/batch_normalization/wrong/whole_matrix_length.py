r"""유닛마다의 길이가 아니라 행렬 전체의 길이로 나누었습니다.
그러면 한 유닛의 v가 길어질 때 다른 유닛의 가중치까지 짧아집니다.
`np.linalg.norm`에 `axis=1`을 주어 줄마다 재세요."""

LOSES = ("weight-norm",)


# %% weight-norm-solution
def weight_norm(v, g, grad_W):
    length = np.linalg.norm(v)
    u = v / length
    grad_g = np.sum(grad_W * u, axis=1)
    grad_v = g[:, None] / length * (grad_W - grad_g[:, None] * u)
    return g[:, None] * u, grad_v, grad_g
