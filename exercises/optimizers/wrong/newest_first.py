r"""몫을 새로운 것부터 늘어놓았습니다.
값은 맞지만 맨 앞이 g_1이어야 하는데, 오래된 기울기가 가장 큰 몫을 가진 것처럼 읽힙니다.
i번째 기울기는 들어온 뒤로 t - i번 β배가 된다는 것을 떠올려 지수의 차례를 뒤집으세요."""

LOSES = ("ema",)


# %% ema-solution
def ema_weights(t, beta):
    raw = (1 - beta) * beta ** np.arange(t)
    return raw, raw / (1 - beta**t)
