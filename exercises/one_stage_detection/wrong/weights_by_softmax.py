r"""무게를 소프트맥스로 나누었습니다.
비슷한 일을 하지만 여기서 묻는 식은 ReLU를 하고 합으로 나누는 것입니다.
지수 없이 `max(w, 0)`을 그 합과 `eps`로 나누세요."""

LOSES = ("fusion",)


# %% fusion-solution
def weighted_fusion(fine, coarse, w, eps, grad_output):
    C, H, W = coarse.shape
    maps = np.stack([fine, coarse.repeat(2, axis=1).repeat(2, axis=2)])
    weight = np.exp(w)
    total = weight.sum()
    y = np.tensordot(weight / total, maps, axes=1)
    block = grad_output.reshape(C, H, 2, W, 2)
    grad_coarse = weight[1] / total * block.sum(axis=(2, 4))
    grad_w = (w > 0) * (grad_output * (maps - y)).sum(axis=(1, 2, 3)) / total
    return y, grad_coarse, grad_w
