r"""low와 high + 1 사이에서 뽑아 소수점 아래를 버렸습니다.
모든 정수가 나오기는 하지만 정수 k가 k와 k + 1 사이를 차지하게 되어 작은 정수가 덜 나옵니다.
지시문대로 k를 가운데에 둔 구간에서 반올림하세요."""

LOSES = ("log-int",)


# %% log-int-solution
def log_int(u, low, high):
    span = np.log((high + 1) / low)
    values = np.floor(low * np.exp(u * span)).astype(int)
    k = np.arange(low, high + 1)
    return values, np.log((k + 1) / k) / span
