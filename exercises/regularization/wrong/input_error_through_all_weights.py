r"""입력의 기울기를 구할 때 끄지 않은 원래의 W를 썼습니다.
순전파에서 지나가지 않은 길로 기울기가 되돌아가고 있습니다.
역전파는 순전파가 실제로 쓴 가중치를 써야 합니다."""

LOSES = ("dropconnect",)


# %% dropconnect-solution
def dropconnect(x, W, b, keep, p, grad_output):
    gate = keep / (1 - p)
    grad_W = (grad_output.T @ x) * gate
    return x @ (W * gate).T + b, grad_output @ W, grad_W, np.sum(grad_output, axis=0)
