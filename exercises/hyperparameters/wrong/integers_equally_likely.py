r"""보통의 자로 뽑아 모든 정수가 똑같이 나옵니다.
유닛의 수에서는 16과 32의 차이가 256과 272의 차이보다 중요하므로 작은 쪽을 더 촘촘히 보아야 합니다.
로그를 씌운 자리에서 고르게 뽑으세요."""

LOSES = ("log-int",)


# %% log-int-solution
def log_int(u, low, high):
    count = high - low + 1
    values = np.floor(low + u * count).astype(int)
    return values, np.full(count, 1 / count)
