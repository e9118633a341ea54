r"""`lr0` 값을 시도하기도 전에 먼저 줄였습니다.
그러면 처음 학습률이 알맞은 경우에도 늘 그보다 작은 걸음을 걷습니다.
첫 시도가 `lr0`인지, 줄이는 줄이 조건 검사 뒤에 있는지 확인해 보세요."""

LOSES = ("backtracking",)


# %% backtracking-solution
def backtracking_step(f, grad, x, lr0=1.0, beta=0.5, c=1e-4):
    g, lr = grad(x), lr0 * beta
    while f(x - lr * g) > f(x) - c * lr * (g @ g):
        lr *= beta
    return x - lr * g, lr
