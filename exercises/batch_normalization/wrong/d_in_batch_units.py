r"""평균의 차이를 이동 평균의 표준편차가 아니라 배치의 표준편차로 나누었습니다.
d는 r을 곱한 **뒤에** 더하므로 이미 이동 평균의 눈금 위에 있습니다.
`running_std`로 나누세요."""

LOSES = ("renorm",)


# %% renorm-solution
def batch_renorm(x, running_mean, running_std, r_max, d_max, eps, grad_output):
    mean, std = x.mean(axis=0), np.sqrt(x.var(axis=0) + eps)
    r = np.clip(std / running_std, 1 / r_max, r_max)
    d = np.clip((mean - running_mean) / std, -d_max, d_max)
    x_hat = (x - mean) / std
    g = r * grad_output
    grad_x = (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)) / std
    return r * x_hat + d, grad_x
