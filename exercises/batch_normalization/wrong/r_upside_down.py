r"""r의 분자와 분모를 뒤바꾸었습니다.
배치로 정규화한 값에 σ_B를 곱해 되돌린 다음 σ로 나누어야 평가할 때의 값이 됩니다.
한도에 걸리지 않을 때 출력이 (x - μ)/σ와 같은지 확인해 보세요."""

LOSES = ("renorm",)


# %% renorm-solution
def batch_renorm(x, running_mean, running_std, r_max, d_max, eps, grad_output):
    mean, std = x.mean(axis=0), np.sqrt(x.var(axis=0) + eps)
    r = np.clip(running_std / std, 1 / r_max, r_max)
    d = np.clip((mean - running_mean) / running_std, -d_max, d_max)
    x_hat = (x - mean) / std
    g = r * grad_output
    grad_x = (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)) / std
    return r * x_hat + d, grad_x
