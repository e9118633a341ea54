r"""조각마다의 평균 기울기를 같은 무게로 평균했습니다.
마지막 조각이 작으면 그 안의 자료가 다른 자료보다 무겁게 세어져, 한꺼번에 잰 기울기와 달라집니다.
조각의 기울기에 그 조각의 자료 수를 곱해 합으로 되돌린 뒤 전체 자료 수로 나누세요."""

LOSES = ("accumulate",)


# %% accumulate-solution
def accumulate(grad, X, y, chunk):
    starts = range(0, len(y), chunk)
    return np.mean([grad(X[s : s + chunk], y[s : s + chunk]) for s in starts], axis=0)
