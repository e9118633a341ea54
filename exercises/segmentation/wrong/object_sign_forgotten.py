r"""물체에서도 확률을 올리면 오차가 커진다고 보았습니다.
물체의 오차는 1 - p라서 확률이 늘면 줄어듭니다.
물체의 기울기에는 음의 부호를 붙이세요."""

LOSES = ("lovasz",)


# %% lovasz-solution
def lovasz(p, y):
    error = np.abs(y - p).ravel()
    order = np.argsort(-error)
    truth = y.ravel()[order]
    J = 1 - (truth.sum() - np.cumsum(truth)) / (truth.sum() + np.cumsum(1 - truth))
    gain = np.diff(J, prepend=0.0)
    grad = np.zeros(error.size)
    grad[order] = gain
    return error[order] @ gain, grad.reshape(p.shape)
