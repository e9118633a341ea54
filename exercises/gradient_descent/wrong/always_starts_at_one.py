r"""인자 `lr0`, `beta`를 쓰지 않고 늘 학습률 1에서 시작해 반씩 줄였습니다.
기본값으로 부르면 우연히 맞지만, 다른 값을 넣으면 그 뜻이 사라집니다.
함수 안에 숫자 1.0과 0.5 대신 받은 인자가 쓰였는지 확인해 보세요."""

LOSES = ("backtracking",)


# %% backtracking-solution
def backtracking_step(f, grad, x, lr0=1.0, beta=0.5, c=1e-4):
    g, lr = grad(x), 1.0
    while f(x - lr * g) > f(x) - c * lr * (g @ g):
        lr *= 0.5
    return x - lr * g, lr
