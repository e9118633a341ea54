r"""성분에 걸쳐서도 평균해 손실과 기울기가 D로 더 나뉘었습니다.
이 문항의 손실은 벡터의 길이의 제곱이므로 성분에 걸쳐서는 더합니다.
평균은 표본에 걸쳐서만 하세요."""

LOSES = ("tied",)


# %% tied-solution
def tied_autoencoder(X, W, b, c):
    n = X.size
    h = np.tanh(X @ W.T + b)
    error = h @ W + c - X
    grad_h = error @ W.T / n
    as_encoder = (grad_h * (1 - h**2)).T @ X
    return np.sum(error**2) / (2 * n), as_encoder + h.T @ error / n
