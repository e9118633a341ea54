r"""β의 기울기에서 x를 한 번만 곱했습니다.
σ(βx)를 β로 미분하면 xσ(1 - σ)이고, 앞에 있던 x가 하나 더 곱해집니다.
x가 모두 몇 번 곱해지는지 식을 적어 세어 보세요."""

LOSES = ("swish",)


# %% swish-solution
def swish(x, beta, grad_output):
    gate = (1 + np.tanh(beta * x / 2)) / 2
    slope = gate * (1 - gate)
    grad_beta = np.sum(grad_output * x * slope)
    return x * gate, grad_output * (gate + beta * x * slope), grad_beta
