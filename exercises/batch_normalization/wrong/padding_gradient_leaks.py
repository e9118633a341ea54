r"""채운 자리의 `grad_output`이 평균을 거쳐 진짜 자리로 새어 들어갔습니다.
그 자리의 출력은 늘 0이라 입력과 상관이 없으므로, 위에서 무엇이 오든 버려야 합니다.
기울기도 `grad_output[mask]`로 진짜 자리만 모으세요."""

LOSES = ("masked",)


# %% masked-solution
def masked_batch_norm(x, mask, eps, grad_output):
    rows = x[mask]
    std_inv = 1 / np.sqrt(rows.var(axis=0) + eps)
    x_hat = (x - rows.mean(axis=0)) * std_inv
    grad_sum = grad_output.sum(axis=(0, 1)) / len(rows)
    grad_dot = (grad_output * x_hat).sum(axis=(0, 1)) / len(rows)
    keep = mask[:, :, None]
    return x_hat * keep, std_inv * (grad_output - grad_sum - x_hat * grad_dot) * keep
