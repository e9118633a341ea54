r"""`rng.integers(0, i)`로 뽑아 나올 수 있는 수가 하나 모자랍니다.
위 끝은 빠지므로 0부터 i - 1까지만 나오고, 새 자료가 남을 확률이 k/(i+1)이 아니라 k/i로 커집니다.
처음 k개를 담은 바로 다음 자료가 반드시 담기는지 보면 알 수 있습니다."""

LOSES = ("reservoir",)


# %% reservoir-solution
def reservoir(stream, k, rng):
    kept = []
    for i, item in enumerate(stream):
        if i < k:
            kept.append(item)
            continue
        j = rng.integers(0, i)
        if j < k:
            kept[j] = item
    return kept
