r"""채운 자리까지 넣어 평균과 분산을 구했습니다.
채운 값은 자료가 아니므로, 문장의 길이가 다르면 통계가 채운 값 쪽으로 끌려갑니다.
`x[mask]`로 진짜 자리만 모은 다음 구하세요."""

LOSES = ("masked",)


# %% masked-solution
def masked_batch_norm(x, mask, eps, grad_output):
    keep = mask[:, :, None]
    axes = (0, 1)
    grad = grad_output * keep
    std_inv = 1 / np.sqrt(x.var(axis=axes) + eps)
    x_hat = (x - x.mean(axis=axes)) * std_inv
    grad_x = std_inv * (grad - grad.mean(axis=axes) - x_hat * (grad * x_hat).mean(axis=axes))
    return x_hat * keep, grad_x * keep
