r"""뽑힌 기울기에 1/p만 곱하고 자료의 수 N으로 나누지 않았습니다.
그 기댓값은 기울기의 평균이 아니라 합이므로, 걸음이 자료의 수만큼 커집니다.
모든 p가 1/N일 때 가중치가 1이 되는지 확인해 보세요."""

LOSES = ("importance",)


# %% importance-solution
def importance_gradient(G, indices):
    sizes = np.linalg.norm(G, axis=1)
    p = sizes / np.sum(sizes)
    return p, np.mean(G[indices] / p[indices][:, None], axis=0)
