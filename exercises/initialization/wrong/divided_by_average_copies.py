r"""모든 유닛을 늘어난 비율 K/H로 나누었습니다.
사본의 수는 유닛마다 다르므로, 많이 베낀 유닛은 커지고 적게 베낀 유닛은 작아집니다.
`np.bincount`로 유닛마다의 사본의 수를 세어 나누세요."""

LOSES = ("widen",)


# %% widen-solution
def widen(W1, b1, W2, source):
    return W1[source], b1[source], W2[:, source] * len(b1) / len(source)
