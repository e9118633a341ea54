r"""ReLU를 지날 때 꺼진 유닛의 기울기를 0으로 만들지 않았습니다.
z가 0보다 작으면 h는 z가 조금 바뀌어도 0 그대로이므로 기울기가 흐르지 않습니다.
`z > 0`인 곳에만 기울기를 남기세요."""

LOSES = ("residual",)


# %% residual-solution
def residual_block(x, W1, b1, W2, b2, grad_output):
    h = np.maximum(x @ W1.T + b1, 0)
    y = x + h @ W2.T + b2
    grad_z = grad_output @ W2
    return (
        y,
        grad_output + grad_z @ W1,
        grad_z.T @ x,
        grad_z.sum(axis=0),
        grad_output.T @ h,
        grad_output.sum(axis=0),
    )
