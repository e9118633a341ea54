r"""거친 맵을 통째로 네 번 늘어놓아 크기를 맞추었습니다.
그러면 왼쪽 위의 물체가 다른 세 곳에도 나타납니다.
칸마다 2×2로 되풀이하는 `repeat`을 쓰세요."""

LOSES = ("fusion",)


# %% fusion-solution
def weighted_fusion(fine, coarse, w, eps, grad_output):
    C, H, W = coarse.shape
    maps = np.stack([fine, np.tile(coarse, (1, 2, 2))])
    weight = np.maximum(w, 0.0)
    total = eps + weight.sum()
    y = np.tensordot(weight / total, maps, axes=1)
    block = grad_output.reshape(C, H, 2, W, 2)
    grad_coarse = weight[1] / total * block.sum(axis=(2, 4))
    grad_w = (w > 0) * (grad_output * (maps - y)).sum(axis=(1, 2, 3)) / total
    return y, grad_coarse, grad_w
