r"""곱 xσ(βx)에서 σ 쪽을 상수로 보고 미분했습니다.
x는 σ 안에도 있으므로 곱의 미분법으로 βxσ(1 - σ)를 더해야 합니다.
x = 0에서는 이 항이 0이라 눈에 띄지 않으니 다른 점에서 수치 기울기와 비교해 보세요."""

LOSES = ("swish",)


# %% swish-solution
def swish(x, beta, grad_output):
    gate = (1 + np.tanh(beta * x / 2)) / 2
    grad_beta = np.sum(grad_output * x**2 * gate * (1 - gate))
    return x * gate, grad_output * gate, grad_beta
