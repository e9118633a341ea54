r"""꺼진 가중치에도 기울기를 주었습니다.
출력에 닿지 않은 가중치를 조금 바꾸어도 손실은 그대로이므로 그 기울기는 0이어야 합니다.
`grad_W`에도 순전파에서 곱한 것을 곱하세요."""

LOSES = ("dropconnect",)


# %% dropconnect-solution
def dropconnect(x, W, b, keep, p, grad_output):
    thinned = W * keep / (1 - p)
    grad_W = grad_output.T @ x
    return x @ thinned.T + b, grad_output @ thinned, grad_W, np.sum(grad_output, axis=0)
