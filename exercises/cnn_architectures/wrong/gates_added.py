r"""무게를 곱하지 않고 더했습니다.
더하면 채널을 끄거나 줄일 수 없고 모든 칸이 같은 만큼 밀릴 뿐입니다.
특성 맵에 무게를 곱하세요."""

LOSES = ("squeeze",)


# %% squeeze-solution
def squeeze_excite(x, W1, b1, W2, b2):
    z = x.mean(axis=(2, 3))
    hidden = np.maximum(z @ W1.T + b1, 0.0)
    gates = 1.0 / (1.0 + np.exp(-(hidden @ W2.T + b2)))
    return gates, x + gates[:, :, None, None]
