r"""뽑는 것은 맞지만 확률을 1/k에 비례한다고 적었습니다.
1/k는 구간의 길이를 가운데에서 잰 어림이어서 작은 정수에서 크게 벗어납니다.
로그 자에서 구간의 길이 log((k + 1/2)/(k - 1/2))를 쓰세요."""

LOSES = ("log-int",)


# %% log-int-solution
def log_int(u, low, high):
    start, span = low - 0.5, np.log((high + 0.5) / (low - 0.5))
    values = np.floor(start * np.exp(u * span) + 0.5).astype(int)
    shares = 1 / np.arange(low, high + 1)
    return values, shares / np.sum(shares)
