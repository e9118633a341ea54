r"""고운 칸 넷의 기울기를 평균했습니다.
앞으로 갈 때 거친 값을 넷으로 나누지 않고 그대로 베꼈습니다.
그러니 뒤로 갈 때는 넷을 더하세요."""

LOSES = ("fusion",)


# %% fusion-solution
def weighted_fusion(fine, coarse, w, eps, grad_output):
    C, H, W = coarse.shape
    maps = np.stack([fine, coarse.repeat(2, axis=1).repeat(2, axis=2)])
    weight = np.maximum(w, 0.0)
    total = eps + weight.sum()
    y = np.tensordot(weight / total, maps, axes=1)
    block = grad_output.reshape(C, H, 2, W, 2)
    grad_coarse = weight[1] / total * block.mean(axis=(2, 4))
    grad_w = (w > 0) * (grad_output * (maps - y)).sum(axis=(1, 2, 3)) / total
    return y, grad_coarse, grad_w
