r"""오차가 작은 것부터 줄을 세웠습니다.
가장 크게 틀린 픽셀이 가장 먼저 틀린 것으로 쳐져야 합니다.
큰 것부터 세우세요."""

LOSES = ("lovasz",)


# %% lovasz-solution
def lovasz(p, y):
    error = np.abs(y - p).ravel()
    order = np.argsort(error)
    truth = y.ravel()[order]
    J = 1 - (truth.sum() - np.cumsum(truth)) / (truth.sum() + np.cumsum(1 - truth))
    gain = np.diff(J, prepend=0.0)
    grad = np.zeros(error.size)
    grad[order] = np.where(truth == 1, -gain, gain)
    return error[order] @ gain, grad.reshape(p.shape)
