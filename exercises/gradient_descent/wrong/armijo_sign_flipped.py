r"""아미호 조건에서 c·η·‖g‖²을 빼지 않고 더했습니다.
그러면 충분히 줄었는지가 아니라 너무 커지지는 않았는지를 보게 되어, 손실이 늘어난 걸음도 받아들입니다.
새 손실은 지금 손실보다 적어도 c·η·‖g‖²만큼 작아야 하므로 오른쪽의 부호는 -입니다."""

LOSES = ("backtracking",)


# %% backtracking-solution
def backtracking_step(f, grad, x, lr0=1.0, beta=0.5, c=1e-4):
    g, lr = grad(x), lr0
    while f(x - lr * g) > f(x) + c * lr * (g @ g):
        lr *= beta
    return x - lr * g, lr
