r"""첫 사본에 가중치를 모두 주고 나머지 사본은 0으로 두었습니다.
출력은 지켜지지만 물은 것은 고르게 나누는 방법입니다. 0으로 시작한 사본은 들어오는 가중치의 기울기도 0이라 늦게 배웁니다.
사본들이 나가는 가중치를 똑같이 나누어 갖게 하세요."""

LOSES = ("widen",)


# %% widen-solution
def widen(W1, b1, W2, source):
    wide_W2 = np.zeros((len(W2), len(source)))
    for unit in range(len(b1)):
        first = np.flatnonzero(source == unit)[0]
        wide_W2[:, first] = W2[:, unit]
    return W1[source], b1[source], wide_W2
