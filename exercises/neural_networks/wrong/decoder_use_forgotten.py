r"""줄이는 쪽에 쓰인 W의 기울기만 구했습니다.
되살리는 쪽에도 같은 W가 쓰였으므로 그쪽에서 온 기울기도 더해야 합니다.
W를 조금 바꾸면 두 곳이 함께 바뀐다는 것을 떠올려 보세요."""

LOSES = ("tied",)


# %% tied-solution
def tied_autoencoder(X, W, b, c):
    n = len(X)
    h = np.tanh(X @ W.T + b)
    error = h @ W + c - X
    grad_h = error @ W.T / n
    return np.sum(error**2) / (2 * n), (grad_h * (1 - h**2)).T @ X
