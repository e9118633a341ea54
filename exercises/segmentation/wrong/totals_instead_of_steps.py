r"""늘어나는 양이 아니라 그때까지의 값을 오차에 곱했습니다.
그러면 앞에서 잃은 것을 뒤의 픽셀마다 되풀이해 세게 됩니다.
바로 앞의 값과의 차이를 쓰세요."""

LOSES = ("lovasz",)


# %% lovasz-solution
def lovasz(p, y):
    error = np.abs(y - p).ravel()
    order = np.argsort(-error)
    truth = y.ravel()[order]
    J = 1 - (truth.sum() - np.cumsum(truth)) / (truth.sum() + np.cumsum(1 - truth))
    gain = J
    grad = np.zeros(error.size)
    grad[order] = np.where(truth == 1, -gain, gain)
    return error[order] @ gain, grad.reshape(p.shape)
