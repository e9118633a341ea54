r"""두 선형 층 사이의 ReLU를 빠뜨렸습니다.
그러면 두 층이 행렬 하나로 합쳐져 층을 둘 둔 뜻이 없어집니다.
숨은 값의 음수를 0으로 바꾸세요."""

LOSES = ("squeeze",)


# %% squeeze-solution
def squeeze_excite(x, W1, b1, W2, b2):
    z = x.mean(axis=(2, 3))
    hidden = z @ W1.T + b1
    gates = 1.0 / (1.0 + np.exp(-(hidden @ W2.T + b2)))
    return gates, x * gates[:, :, None, None]
