r"""음수인 무게에도 기울기를 보냈습니다.
ReLU는 음수에서 늘 0이므로 무게를 조금 바꾸어도 출력이 그대로입니다.
`w > 0`인 무게에만 기울기를 남기세요."""

LOSES = ("fusion",)


# %% fusion-solution
def weighted_fusion(fine, coarse, w, eps, grad_output):
    C, H, W = coarse.shape
    maps = np.stack([fine, coarse.repeat(2, axis=1).repeat(2, axis=2)])
    weight = np.maximum(w, 0.0)
    total = eps + weight.sum()
    y = np.tensordot(weight / total, maps, axes=1)
    block = grad_output.reshape(C, H, 2, W, 2)
    grad_coarse = weight[1] / total * block.sum(axis=(2, 4))
    grad_w = (grad_output * (maps - y)).sum(axis=(1, 2, 3)) / total
    return y, grad_coarse, grad_w
