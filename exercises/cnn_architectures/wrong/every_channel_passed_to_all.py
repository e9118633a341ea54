r"""셋째 갈래를 모두 1인 행렬로 바꾸었습니다.
그러면 모든 채널을 더한 것을 모든 채널에 내보냅니다.
제 채널만 그대로 보내는 것은 단위행렬입니다."""

LOSES = ("merge",)


# %% merge-solution
def merge_branches(w3, w1, bn3, bn1, bn0, eps):
    def centred(matrix):
        kernel = np.zeros(w3.shape)
        kernel[:, :, 1, 1] = matrix
        return kernel

    weight, bias = np.zeros(w3.shape), np.zeros(len(w3))
    branches = ((w3, bn3), (centred(w1), bn1), (centred(np.ones((len(w3), len(w3)))), bn0))
    for kernel, (gamma, beta, mean, variance) in branches:
        scale = gamma / np.sqrt(variance + eps)
        weight += scale[:, None, None, None] * kernel
        bias += beta - scale * mean
    return weight, bias
