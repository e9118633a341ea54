r"""1×1 커널을 3×3의 왼쪽 위 칸에 놓았습니다.
그러면 그 칸은 제자리가 아니라 대각선의 이웃을 봅니다.
패딩이 1인 3×3에서 제자리를 보는 칸은 가운데입니다."""

LOSES = ("merge",)


# %% merge-solution
def merge_branches(w3, w1, bn3, bn1, bn0, eps):
    def centred(matrix):
        kernel = np.zeros(w3.shape)
        kernel[:, :, 0, 0] = matrix
        return kernel

    weight, bias = np.zeros(w3.shape), np.zeros(len(w3))
    branches = ((w3, bn3), (centred(w1), bn1), (centred(np.eye(len(w3))), bn0))
    for kernel, (gamma, beta, mean, variance) in branches:
        scale = gamma / np.sqrt(variance + eps)
        weight += scale[:, None, None, None] * kernel
        bias += beta - scale * mean
    return weight, bias
