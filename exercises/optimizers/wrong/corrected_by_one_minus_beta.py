r"""편향을 바로잡을 때 1 - β^t가 아니라 1 - β로 나누었습니다.
첫 걸음에서만 우연히 맞고, 걸음이 쌓이면 몫의 합이 1을 넘어 걸음이 1/(1 - β)배까지 커집니다.
`raw`의 합이 1 - β^t라는 것을 확인하고 그 합으로 나누세요."""

LOSES = ("ema",)


# %% ema-solution
def ema_weights(t, beta):
    raw = (1 - beta) * beta ** np.arange(t - 1, -1, -1)
    return raw, raw / (1 - beta)
