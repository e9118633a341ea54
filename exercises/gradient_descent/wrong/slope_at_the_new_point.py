r"""충분히 줄었는지를 판단할 때 도착한 자리의 기울기를 썼습니다.
아미호 조건의 ‖g‖²은 출발점에서 기대한 감소를 뜻하므로, 도착점이 평평하면 조건이 저절로 느슨해져 버립니다.
`grad(x)`를 반복문 앞에서 한 번만 계산해 그 값을 끝까지 쓰세요."""

LOSES = ("backtracking",)


# %% backtracking-solution
def backtracking_step(f, grad, x, lr0=1.0, beta=0.5, c=1e-4):
    g, lr = grad(x), lr0
    while True:
        x_new = x - lr * g
        g_new = grad(x_new)
        if f(x_new) <= f(x) - c * lr * (g_new @ g_new):
            return x_new, lr
        lr *= beta
