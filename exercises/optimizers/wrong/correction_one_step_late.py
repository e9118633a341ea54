r"""편향을 바로잡을 때 지수를 t + 1로 썼습니다.
걸음 수를 먼저 하나 늘리고 또 하나 더한 것과 같아서, 몫의 합이 1에 조금 못 미칩니다.
바로잡은 몫을 모두 더해 꼭 1이 되는지 확인해 보세요."""

LOSES = ("ema",)


# %% ema-solution
def ema_weights(t, beta):
    raw = (1 - beta) * beta ** np.arange(t - 1, -1, -1)
    return raw, raw / (1 - beta ** (t + 1))
