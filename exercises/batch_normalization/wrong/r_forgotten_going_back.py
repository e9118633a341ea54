r"""뒤로 갈 때 r을 곱하지 않았습니다.
r을 상수로 본다는 것은 r을 미분하지 않는다는 뜻이지 없는 것으로 친다는 뜻이 아닙니다.
x̃에 r이 곱해졌으므로 x̃의 기울기도 `grad_output`의 r배입니다."""

LOSES = ("renorm",)


# %% renorm-solution
def batch_renorm(x, running_mean, running_std, r_max, d_max, eps, grad_output):
    mean, std = x.mean(axis=0), np.sqrt(x.var(axis=0) + eps)
    r = np.clip(std / running_std, 1 / r_max, r_max)
    d = np.clip((mean - running_mean) / running_std, -d_max, d_max)
    x_hat = (x - mean) / std
    g = grad_output
    grad_x = (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)) / std
    return r * x_hat + d, grad_x
