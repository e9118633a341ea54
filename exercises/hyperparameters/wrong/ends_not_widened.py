r"""두 끝을 반 칸씩 넓히지 않고 low와 high 사이에서 뽑아 반올림했습니다.
그러면 끝의 두 정수는 반쪽짜리 구간에서만 나와 이웃보다 눈에 띄게 드뭅니다.
구간을 low - 1/2에서 high + 1/2까지로 넓히세요."""

LOSES = ("log-int",)


# %% log-int-solution
def log_int(u, low, high):
    span = np.log(high / low)
    values = np.floor(low * np.exp(u * span) + 0.5).astype(int)
    edges = np.clip(np.arange(low, high + 2) - 0.5, low, high)
    return values, np.diff(np.log(edges)) / span
