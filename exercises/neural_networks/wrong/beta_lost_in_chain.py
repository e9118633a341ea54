r"""σ(βx)를 x로 미분하면서 안쪽을 미분한 β를 곱하지 않았습니다.
β = 1일 때만 우연히 맞습니다.
σ(1 - σ) 앞에 β가 있는지 확인해 보세요."""

LOSES = ("swish",)


# %% swish-solution
def swish(x, beta, grad_output):
    gate = (1 + np.tanh(beta * x / 2)) / 2
    slope = gate * (1 - gate)
    grad_beta = np.sum(grad_output * x**2 * slope)
    return x * gate, grad_output * (gate + x * slope), grad_beta
