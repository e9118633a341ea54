r"""담기로 한 자료를 `j`번째 자리가 아니라 맨 뒤에 넣고 맨 앞의 것을 내보냈습니다.
담기는 확률은 맞지만 언제나 먼저 들어온 것이 나가므로, 일찍 온 자료가 남을 확률이 작아집니다.
쫓겨날 자리도 고르게 뽑혀야 하므로 `kept[j]`를 바꾸세요."""

LOSES = ("reservoir",)


# %% reservoir-solution
def reservoir(stream, k, rng):
    kept = []
    for i, item in enumerate(stream):
        if i < k:
            kept.append(item)
            continue
        if rng.integers(0, i + 1) < k:
            kept = [*kept[1:], item]
    return kept
