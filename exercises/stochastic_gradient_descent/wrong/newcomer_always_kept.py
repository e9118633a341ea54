r"""새 자료를 언제나 담고, 내보낼 자리만 무작위로 골랐습니다.
그러면 오래된 자료일수록 쫓겨날 기회가 많아, 흐름이 길어지면 최근 것만 남습니다.
새 자료가 남을 확률은 k/(i+1)로 점점 줄어야 하므로, 0부터 i까지에서 뽑아 k보다 작을 때만 바꾸세요."""

LOSES = ("reservoir",)


# %% reservoir-solution
def reservoir(stream, k, rng):
    kept = []
    for i, item in enumerate(stream):
        if i < k:
            kept.append(item)
            continue
        kept[rng.integers(0, k)] = item
    return kept
