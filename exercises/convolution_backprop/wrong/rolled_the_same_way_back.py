r"""뒤로 갈 때도 앞으로 갈 때와 같은 쪽으로 굴렸습니다.
그러면 커널을 뒤집지 않고 되돌려 보낸 것과 같아, 왼쪽으로 갈 것이 오른쪽으로 갑니다.
굴리는 칸 수의 부호를 바꾸세요."""

LOSES = ("circular",)


# %% circular-solution
def circular_backward(x, weight, grad_output):
    k = weight.shape[2]
    grad_x, grad_weight = np.zeros_like(x), np.empty_like(weight)
    for u in range(k):
        shift = k // 2 - u
        seen = np.roll(x, shift, axis=2)
        grad_weight[:, :, u] = np.einsum("nfi,nci->fc", grad_output, seen)
        grad_x += np.roll(np.einsum("nfi,fc->nci", grad_output, weight[:, :, u]), shift, axis=2)
    return grad_x, grad_weight
