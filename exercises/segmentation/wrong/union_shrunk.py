r"""틀린 물체를 교집합에서 뺄 때 합집합에서도 뺐습니다.
놓친 물체도 정답에는 있으므로 합집합에 그대로 남습니다.
합집합은 틀린 배경만큼 늘기만 합니다."""

LOSES = ("lovasz",)


# %% lovasz-solution
def lovasz(p, y):
    error = np.abs(y - p).ravel()
    order = np.argsort(-error)
    truth = y.ravel()[order]
    J = 1 - (truth.sum() - np.cumsum(truth)) / (
        np.maximum(truth.sum() + np.cumsum(1 - 2 * truth), 1)
    )
    gain = np.diff(J, prepend=0.0)
    grad = np.zeros(error.size)
    grad[order] = np.where(truth == 1, -gain, gain)
    return error[order] @ gain, grad.reshape(p.shape)
