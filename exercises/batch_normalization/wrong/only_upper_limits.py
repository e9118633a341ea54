r"""위쪽 한도로만 자르고 아래쪽은 자르지 않았습니다.
배치의 표준편차가 이동 평균보다 훨씬 작거나 평균이 한참 아래에 있을 때도 고치는 양을 묶어야 합니다.
r은 1/r_max와 r_max 사이, d는 -d_max와 d_max 사이로 자르세요."""

LOSES = ("renorm",)


# %% renorm-solution
def batch_renorm(x, running_mean, running_std, r_max, d_max, eps, grad_output):
    mean, std = x.mean(axis=0), np.sqrt(x.var(axis=0) + eps)
    r = np.minimum(std / running_std, r_max)
    d = np.minimum((mean - running_mean) / running_std, d_max)
    x_hat = (x - mean) / std
    g = r * grad_output
    grad_x = (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)) / std
    return r * x_hat + d, grad_x
