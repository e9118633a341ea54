r"""기울기를 빼지 않고 더해 오르막으로 걸었습니다.
오르막에서는 손실이 줄지 않으므로 학습률이 거의 0이 될 때까지 줄어들고, 결국 제자리에 머뭅니다.
돌려준 `lr`이 1e-10보다도 작다면 걸음의 부호를 확인해 보세요."""

LOSES = ("backtracking",)


# %% backtracking-solution
def backtracking_step(f, grad, x, lr0=1.0, beta=0.5, c=1e-4):
    g, lr = grad(x), lr0
    while f(x + lr * g) > f(x) - c * lr * (g @ g):
        lr *= beta
    return x + lr * g, lr
