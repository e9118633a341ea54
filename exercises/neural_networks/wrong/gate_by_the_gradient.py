r"""ReLU를 뒤로 지나면서 **기울기**가 양수인 곳만 남겼습니다.
기울기가 흐를지는 앞으로 갈 때의 입력 z가 정하며, 음의 기울기도 켜진 유닛으로는 흘러야 합니다.
`np.maximum(grad, 0)` 대신 `z > 0`을 곱하세요."""

LOSES = ("residual",)


# %% residual-solution
def residual_block(x, W1, b1, W2, b2, grad_output):
    z = x @ W1.T + b1
    h = np.maximum(z, 0)
    y = x + h @ W2.T + b2
    grad_z = np.maximum(grad_output @ W2, 0)
    return (
        y,
        grad_output + grad_z @ W1,
        grad_z.T @ x,
        grad_z.sum(axis=0),
        grad_output.T @ h,
        grad_output.sum(axis=0),
    )
