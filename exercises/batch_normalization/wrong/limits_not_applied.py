r"""r과 d를 한도로 자르지 않았습니다.
그러면 출력이 언제나 평가할 때와 같아지지만, 학습 초기처럼 이동 평균이 엉터리일 때 값이 크게 튑니다.
`np.clip`으로 두 쪽을 모두 자르세요."""

LOSES = ("renorm",)


# %% renorm-solution
def batch_renorm(x, running_mean, running_std, r_max, d_max, eps, grad_output):
    mean, std = x.mean(axis=0), np.sqrt(x.var(axis=0) + eps)
    r = std / running_std
    d = (mean - running_mean) / running_std
    x_hat = (x - mean) / std
    g = r * grad_output
    grad_x = (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)) / std
    return r * x_hat + d, grad_x
