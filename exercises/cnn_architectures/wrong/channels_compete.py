r"""시그모이드 대신 소프트맥스를 써서 무게의 합이 1이 되게 했습니다.
그러면 채널이 서로 다투어, 모두 쓸모 있을 때도 모두 작아집니다.
채널마다 따로 시그모이드를 지나게 하세요."""

LOSES = ("squeeze",)


# %% squeeze-solution
def squeeze_excite(x, W1, b1, W2, b2):
    z = x.mean(axis=(2, 3))
    hidden = np.maximum(z @ W1.T + b1, 0.0)
    scores = np.exp(hidden @ W2.T + b2)
    gates = scores / scores.sum(axis=1, keepdims=True)
    return gates, x * gates[:, :, None, None]
