r"""시도가 실패할 때마다 `x`를 그 자리로 옮겨 놓고 다음 시도를 했습니다.
되짚기는 걸음을 무르는 것이므로, 줄인 학습률로 시도할 때도 출발점은 처음의 `x`여야 합니다.
반복문 안에서 `x`에 다시 대입하는 줄이 있는지 확인해 보세요."""

LOSES = ("backtracking",)


# %% backtracking-solution
def backtracking_step(f, grad, x, lr0=1.0, beta=0.5, c=1e-4):
    lr = lr0
    while True:
        g = grad(x)
        x_new = x - lr * g
        if f(x_new) <= f(x) - c * lr * (g @ g):
            return x_new, lr
        x, lr = x_new, lr * beta
