r"""무게의 기울기를 구할 때 분모를 상수로 쳤습니다.
한 무게가 커지면 분모도 커져 다른 맵의 몫이 줄어듭니다.
분모까지 미분하여 `X_k - y`로 모으세요."""

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
    grad_w = (w > 0) * (grad_output * maps).sum(axis=(1, 2, 3)) / total
    return y, grad_coarse, grad_w
