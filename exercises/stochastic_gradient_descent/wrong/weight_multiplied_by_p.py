r"""뽑힌 기울기를 N p로 나누지 않고 N p를 곱했습니다.
그러면 이미 자주 뽑히는 자료를 더 무겁게 세어 큰 기울기 쪽으로 두 번 치우칩니다.
기댓값 Σ p × (가중치) × g를 적어서 p가 지워지는 가중치가 무엇인지 보세요."""

LOSES = ("importance",)


# %% importance-solution
def importance_gradient(G, indices):
    sizes = np.linalg.norm(G, axis=1)
    p = sizes / np.sum(sizes)
    weights = len(G) * p[indices]
    return p, np.mean(weights[:, None] * G[indices], axis=0)
