r"""`W *= ...`로 받은 가중치를 제자리에서 껐습니다.
출력은 맞지만 꺼진 가중치가 영영 사라져, 다음 배치에서 다른 가중치를 끌 때 되살릴 수 없습니다.
`W * ...`로 새 배열을 만드세요."""

LOSES = ("dropconnect",)


# %% dropconnect-solution
def dropconnect(x, W, b, keep, p, grad_output):
    gate = keep / (1 - p)
    W *= gate
    grad_W = (grad_output.T @ x) * gate
    return x @ W.T + b, grad_output @ W, grad_W, np.sum(grad_output, axis=0)
