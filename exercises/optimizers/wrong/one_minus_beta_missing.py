r"""새 기울기에 곱해지는 1 - β를 빠뜨렸습니다.
그것은 PyTorch의 SGD가 쓰는 누적이고, Adam의 모멘트는 1 - β를 곱해 섞는 평균입니다.
걸음이 하나일 때 몫이 1이 아니라 1 - β인지 확인해 보세요."""

LOSES = ("ema",)


# %% ema-solution
def ema_weights(t, beta):
    raw = beta ** np.arange(t - 1, -1, -1)
    return raw, raw / (1 - beta**t)
