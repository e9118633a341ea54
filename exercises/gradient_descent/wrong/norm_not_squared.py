r"""오른쪽에 ‖g‖² 대신 제곱하지 않은 ‖g‖를 썼습니다.
학습률 η로 걸을 때 기대하는 감소는 일차 근사로 η‖g‖²입니다.
제곱을 빼면 기울기가 클 때는 조건이 너무 느슨하고 작을 때는 너무 엄해집니다.
`np.linalg.norm(g)`가 아니라 `g @ g`인지 확인해 보세요."""

LOSES = ("backtracking",)


# %% backtracking-solution
def backtracking_step(f, grad, x, lr0=1.0, beta=0.5, c=1e-4):
    g, lr = grad(x), lr0
    while f(x - lr * g) > f(x) - c * lr * np.linalg.norm(g):
        lr *= beta
    return x - lr * g, lr
