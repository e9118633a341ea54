r"""배열마다 길이를 따로 재고 따로 잘랐습니다.
그러면 배열마다 다른 수를 곱하게 되어 기울기 전체의 방향이 바뀌고, 모두 합친 길이는 여전히 상한을 넘을 수 있습니다.
모든 배열의 제곱을 먼저 더해 길이 하나를 구하고, 같은 수를 모두에 곱하세요."""

LOSES = ("clip",)


# %% clip-solution
def clip_by_norm(grads, max_norm):
    sizes = [np.sqrt(np.sum(g**2)) for g in grads]
    scales = [max_norm / s if s > max_norm else 1.0 for s in sizes]
    clipped = [g * scale for g, scale in zip(grads, scales, strict=True)]
    return clipped, np.sqrt(sum(s**2 for s in sizes))
