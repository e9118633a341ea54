r"""지수를 하나씩 크게 세어, 방금 들어온 기울기에도 β를 곱했습니다.
β는 다음 걸음에서 섞일 때부터 곱해지므로 가장 새로운 g_t의 몫은 1 - β입니다.
지수가 t에서 1까지가 아니라 t - 1에서 0까지인지 확인해 보세요."""

LOSES = ("ema",)


# %% ema-solution
def ema_weights(t, beta):
    raw = (1 - beta) * beta ** np.arange(t, 0, -1)
    return raw, raw / (1 - beta**t)
