r"""배치 정규화에서처럼 평균을 다 뺀 다음 γ를 곱했습니다.
그룹 안의 채널들은 γ가 서로 다르므로 γ를 평균 밖으로 꺼낼 수 없습니다.
`weight * grad_output`을 먼저 구하고, 그것에서 두 평균을 빼세요."""

LOSES = ("group-norm",)


# %% group-norm-solution
def group_norm(x, num_groups, weight, bias, eps, grad_output):
    gamma, beta = weight[:, None], bias[:, None]
    rows = x.reshape(len(x), num_groups, -1)
    std_inv = 1 / np.sqrt(rows.var(axis=2, keepdims=True) + eps)
    hat_rows = (rows - rows.mean(axis=2, keepdims=True)) * std_inv
    grad_rows = grad_output.reshape(rows.shape)
    along_var = hat_rows * (grad_rows * hat_rows).mean(axis=2, keepdims=True)
    grad_rows = (grad_rows - grad_rows.mean(axis=2, keepdims=True) - along_var) * std_inv
    x_hat = hat_rows.reshape(x.shape)
    grad_weight = (grad_output * x_hat).sum(axis=(0, 2))
    grad_x = gamma * grad_rows.reshape(x.shape)
    return gamma * x_hat + beta, grad_x, grad_weight, grad_output.sum(axis=(0, 2))
