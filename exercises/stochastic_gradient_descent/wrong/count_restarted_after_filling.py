r"""처음 k개를 담은 뒤에 번호 i를 0부터 다시 세었습니다.
그러면 다음에 오는 몇 개는 거의 틀림없이 담기고, 처음 k개가 남을 확률이 지나치게 작아집니다.
지나간 자료를 모두 세어야 하므로 `enumerate(stream)`을 처음부터 끝까지 한 번만 쓰세요."""

LOSES = ("reservoir",)


# %% reservoir-solution
def reservoir(stream, k, rng):
    kept = [next(stream) for _ in range(k)]
    for i, item in enumerate(stream):
        j = rng.integers(0, i + 1)
        if j < k:
            kept[j] = item
    return kept
