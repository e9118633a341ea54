r"""확률을 자료 전체가 아니라 뽑힌 자료끼리의 비율로 바꾸어 가중치를 만들었습니다.
뽑는 데 쓴 확률은 전체에서 정해진 것이므로, 다른 확률로 나누면 치우침이 지워지지 않습니다.
가중치에는 돌려주는 `p`를 번호로 꺼낸 `p[indices]`를 그대로 쓰세요."""

LOSES = ("importance",)


# %% importance-solution
def importance_gradient(G, indices):
    sizes = np.linalg.norm(G, axis=1)
    p = sizes / np.sum(sizes)
    q = sizes[indices] / np.sum(sizes[indices])
    return p, np.mean(G[indices] / (len(G) * q)[:, None], axis=0)
