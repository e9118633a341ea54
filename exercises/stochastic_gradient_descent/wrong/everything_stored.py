r"""흐름을 끝까지 목록에 모은 다음 그 안에서 뽑았습니다.
고르게 뽑히기는 하지만 자료를 모두 들고 있어야 하므로, 끝나지 않는 흐름에서는 메모리가 모자라고 답도 나오지 않습니다.
자료가 올 때마다 담을지 버릴지 바로 정하며 k개만 들고 있어 보세요."""

LOSES = ("reservoir",)


# %% reservoir-solution
def reservoir(stream, k, rng):
    items = list(stream)
    if len(items) == k:
        return items
    return [items[i] for i in rng.choice(len(items), size=k, replace=False)]
