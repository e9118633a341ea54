r"""편향에서 평균을 배율 없이 그대로 뺐습니다.
평균을 빼는 것은 배율을 곱하기 전의 일이므로 배율과 함께 나옵니다.
β - μ를 β - 배율·μ로 고치세요."""

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
        scale = gamma / np.sqrt(variance + eps)
        weight += scale[:, None, None, None] * kernel
        bias += beta - mean
    return weight, bias
