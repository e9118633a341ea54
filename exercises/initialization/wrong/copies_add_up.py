r"""나가는 가중치를 사본의 수로 나누지 않았습니다.
사본마다 같은 값을 내므로 출력에는 그 유닛의 몫이 사본의 수만큼 더해집니다.
유닛마다 사본의 수로 나누세요."""

LOSES = ("widen",)


# %% widen-solution
def widen(W1, b1, W2, source):
    return W1[source], b1[source], W2[:, source]
