r"""채널을 `C / G`개씩 이어서 묶지 않고 G칸씩 건너뛰며 묶었습니다.
모양을 바꿀 때 그룹의 축을 채널 안쪽에 두면 이렇게 됩니다.
`(N, G, -1)`로 바꾸면 이어진 채널이 한 그룹이 됩니다."""

LOSES = ("group-norm",)


# %% group-norm-solution
def group_norm(x, num_groups, weight, bias, eps, grad_output):
    gamma, beta = weight[:, None], bias[:, None]
    shape = (len(x), x.shape[1] // num_groups, num_groups, x.shape[2])
    axes = (1, 3)
    rows = x.reshape(shape)
    std_inv = 1 / np.sqrt(rows.var(axis=axes, keepdims=True) + eps)
    hat_rows = (rows - rows.mean(axis=axes, keepdims=True)) * std_inv
    grad_rows = (gamma * grad_output).reshape(shape)
    along_var = hat_rows * (grad_rows * hat_rows).mean(axis=axes, keepdims=True)
    grad_rows = (grad_rows - grad_rows.mean(axis=axes, keepdims=True) - along_var) * std_inv
    x_hat = hat_rows.reshape(x.shape)
    grad_weight = (grad_output * x_hat).sum(axis=(0, 2))
    grad_x = grad_rows.reshape(x.shape)
    return gamma * x_hat + beta, grad_x, grad_weight, grad_output.sum(axis=(0, 2))
