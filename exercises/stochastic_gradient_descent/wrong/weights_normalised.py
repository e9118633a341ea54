r"""뽑힌 것들의 가중치를 합이 1이 되도록 다시 나누어 가중평균을 냈습니다.
그 합은 무엇이 뽑혔느냐에 따라 달라지므로 나누고 나면 기댓값이 더는 전체 평균과 같지 않습니다.
가중치의 합이 아니라 뽑은 수 B로 나누세요."""

LOSES = ("importance",)


# %% importance-solution
def importance_gradient(G, indices):
    sizes = np.linalg.norm(G, axis=1)
    p = sizes / np.sum(sizes)
    return p, np.average(G[indices], axis=0, weights=1 / p[indices])
