r"""기록의 앞에서 n개만 보고 가장 큰 값을 골랐습니다.
그것은 우연히 먼저 시도한 n개의 결과 하나일 뿐이고, 차례를 섞으면 달라집니다.
어느 n개가 뽑히든 모두 셈에 넣은 기댓값을 구하세요."""

LOSES = ("expected-best",)


# %% expected-best-solution
def expected_best(values, n):
    return np.max(values[:n])
