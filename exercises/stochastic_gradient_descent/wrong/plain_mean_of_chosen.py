r"""확률은 기울기의 크기에 맞추어 놓고, 뽑힌 기울기는 그대로 평균했습니다.
그러면 큰 기울기가 자주 뽑히는 만큼 더 세어져서, 아무리 많이 뽑아도 전체 평균에 다가가지 않습니다.
뽑힌 것마다 1/(N p)를 곱해 자주 뽑힌 만큼 가볍게 세어 주세요."""

LOSES = ("importance",)


# %% importance-solution
def importance_gradient(G, indices):
    sizes = np.linalg.norm(G, axis=1)
    return sizes / np.sum(sizes), np.mean(G[indices], axis=0)
