r"""길이가 아니라 성분 하나하나를 ±c 안으로 잘랐습니다.
그러면 큰 성분만 줄어 방향이 바뀌고, 성분이 많으면 길이는 여전히 깁니다.
`np.clip` 대신 전체 길이를 재어 같은 비율로 줄이세요."""

LOSES = ("clip",)


# %% clip-solution
def clip_by_norm(grads, max_norm):
    total = np.sqrt(sum(np.sum(g**2) for g in grads))
    return [np.clip(g, -max_norm, max_norm) for g in grads], total
