r"""표준편차가 아니라 분산으로 나누었습니다.
이동 분산은 이미 제곱된 값이라 제곱근을 씌워야 값의 단위가 맞습니다.
배율을 γ/√(σ² + ε)로 고치세요."""

LOSES = ("merge",)


# %% merge-solution
def merge_branches(w3, w1, bn3, bn1, bn0, eps):
    def centred(matrix):
        kernel = np.zeros(w3.shape)
        kernel[:, :, 1, 1] = matrix
        return kernel

    weight, bias = np.zeros(w3.shape), np.zeros(len(w3))
    branches = ((w3, bn3), (centred(w1), bn1), (centred(np.eye(len(w3))), bn0))
    for kernel, (gamma, beta, mean, variance) in branches:
        scale = gamma / (variance + eps)
        weight += scale[:, None, None, None] * kernel
        bias += beta - scale * mean
    return weight, bias
