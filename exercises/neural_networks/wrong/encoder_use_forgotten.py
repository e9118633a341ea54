r"""되살리는 쪽에 쓰인 W의 기울기만 구했습니다.
h도 W로 만든 것이므로, 기울기를 h까지 돌려보낸 다음 줄이는 쪽의 몫도 더해야 합니다.
역전파를 마지막 층에서 멈추지 마세요."""

LOSES = ("tied",)


# %% tied-solution
def tied_autoencoder(X, W, b, c):
    n = len(X)
    h = np.tanh(X @ W.T + b)
    error = h @ W + c - X
    return np.sum(error**2) / (2 * n), h.T @ error / n
