r"""틀린 배경이 합집합을 늘리는 것을 빠뜨렸습니다.
그러면 배경을 아무리 칠해도 손실이 없어 모든 곳을 칠하게 됩니다.
분모에 배경의 누적합을 더하세요."""

LOSES = ("lovasz",)


# %% lovasz-solution
def lovasz(p, y):
    error = np.abs(y - p).ravel()
    order = np.argsort(-error)
    truth = y.ravel()[order]
    J = 1 - (truth.sum() - np.cumsum(truth)) / truth.sum()
    gain = np.diff(J, prepend=0.0)
    grad = np.zeros(error.size)
    grad[order] = np.where(truth == 1, -gain, gain)
    return error[order] @ gain, grad.reshape(p.shape)
