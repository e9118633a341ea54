r"""두 곳에서 온 기울기를 더하지 않고 평균했습니다.
W가 조금 바뀌면 두 곳이 모두 바뀌어 손실도 두 몫만큼 바뀌므로 더하는 것이 맞습니다.
수치 기울기와 비교하면 꼭 절반이 나옵니다."""

LOSES = ("tied",)


# %% tied-solution
def tied_autoencoder(X, W, b, c):
    n = len(X)
    h = np.tanh(X @ W.T + b)
    error = h @ W + c - X
    grad_h = error @ W.T / n
    as_encoder = (grad_h * (1 - h**2)).T @ X
    return np.sum(error**2) / (2 * n), (as_encoder + h.T @ error / n) / 2
