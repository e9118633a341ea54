r"""확률을 기울기의 크기가 아니라 크기의 제곱에 비례하게 두었습니다.
그래도 치우치지는 않지만 작은 기울기의 확률이 지나치게 작아지고, 그것이 뽑혔을 때의 가중치가 커져 흔들림이 늘어납니다.
`np.linalg.norm(G, axis=1)`처럼 제곱근까지 취한 크기를 쓰세요."""

LOSES = ("importance",)


# %% importance-solution
def importance_gradient(G, indices):
    sizes = np.sum(G**2, axis=1)
    p = sizes / np.sum(sizes)
    weights = 1 / (len(G) * p[indices])
    return p, np.mean(weights[:, None] * G[indices], axis=0)
