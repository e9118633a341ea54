r"""W2의 기울기를 ReLU를 지나기 전의 z로 구했습니다.
W2가 앞으로 갈 때 곱해진 것은 z가 아니라 h이므로, 꺼진 유닛의 가중치까지 기울기를 받습니다.
선형 층의 기울기에는 그 층이 실제로 받은 입력을 쓰세요."""

LOSES = ("residual",)


# %% residual-solution
def residual_block(x, W1, b1, W2, b2, grad_output):
    z = x @ W1.T + b1
    y = x + np.maximum(z, 0) @ W2.T + b2
    grad_z = (grad_output @ W2) * (z > 0)
    return (
        y,
        grad_output + grad_z @ W1,
        grad_z.T @ x,
        grad_z.sum(axis=0),
        grad_output.T @ z,
        grad_output.sum(axis=0),
    )
