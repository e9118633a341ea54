r"""손실이 조금이라도 줄면 받아들이고, c·η·‖g‖²만큼 줄어야 한다는 조건을 빠뜨렸습니다.
그러면 아주 조금씩만 줄면서 골짜기 양쪽을 오가는 걸음도 받아들이게 됩니다.
부등식의 오른쪽에 `- c * lr * (g @ g)`가 있는지 확인해 보세요."""

LOSES = ("backtracking",)


# %% backtracking-solution
def backtracking_step(f, grad, x, lr0=1.0, beta=0.5, c=1e-4):
    g, lr = grad(x), lr0
    while f(x - lr * g) >= f(x):
        lr *= beta
    return x - lr * g, lr
