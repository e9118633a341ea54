r"""평균과 분산을 배치의 모든 표본에 걸쳐 구했습니다.
그룹 정규화는 표본 하나만 보므로 배치의 다른 표본이 바뀌어도 출력이 같아야 합니다.
표본의 축을 뺀 나머지에 걸쳐서만 평균하세요."""

LOSES = ("group-norm",)


# %% group-norm-solution
def group_norm(x, num_groups, weight, bias, eps, grad_output):
    gamma, beta = weight[:, None], bias[:, None]
    axes = (0, 2)
    rows = x.reshape(len(x), num_groups, -1)
    std_inv = 1 / np.sqrt(rows.var(axis=axes, keepdims=True) + eps)
    hat_rows = (rows - rows.mean(axis=axes, keepdims=True)) * std_inv
    grad_rows = (gamma * grad_output).reshape(rows.shape)
    along_var = hat_rows * (grad_rows * hat_rows).mean(axis=axes, keepdims=True)
    grad_rows = (grad_rows - grad_rows.mean(axis=axes, keepdims=True) - along_var) * std_inv
    x_hat = hat_rows.reshape(x.shape)
    grad_weight = (grad_output * x_hat).sum(axis=(0, 2))
    grad_x = grad_rows.reshape(x.shape)
    return gamma * x_hat + beta, grad_x, grad_weight, grad_output.sum(axis=(0, 2))
