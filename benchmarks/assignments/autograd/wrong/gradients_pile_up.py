r"""걸음마다 기울기를 지우지 않아 앞 걸음의 기울기가 쌓입니다. `zero_grad()`를 부르세요."""

LOSES = ("fit",)


# %% fit-solution
def fit(X, y, steps, lr):
    w = torch.zeros(X.shape[1], dtype=X.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    for _ in range(steps):
        ((X @ w - y) ** 2).mean().backward()
        optimizer.step()
    return w.detach()
