r"""조건을 만족한 뒤에 학습률을 한 번 더 줄여서 돌려주었습니다.
그러면 돌려준 `lr`이 `x_new`를 만든 학습률과 다릅니다.
조건을 검사한 다음, 만족하지 않을 때만 `lr *= beta`를 하는지 확인해 보세요."""

LOSES = ("backtracking",)


# %% backtracking-solution
def backtracking_step(f, grad, x, lr0=1.0, beta=0.5, c=1e-4):
    g, lr, accepted = grad(x), lr0, False
    while not accepted:
        x_new = x - lr * g
        accepted = f(x_new) <= f(x) - c * lr * (g @ g)
        lr *= beta
    return x_new, lr
