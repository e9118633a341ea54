r"""채운 자리의 출력을 0으로 만들지 않았습니다.
통계는 옳게 구했지만, 뜻 없는 값이 정규화되어 다음 층으로 흘러갑니다.
채운 자리의 출력은 0이어야 합니다."""

LOSES = ("masked",)


# %% masked-solution
def masked_batch_norm(x, mask, eps, grad_output):
    rows, grad_rows = x[mask], grad_output[mask]
    std_inv = 1 / np.sqrt(rows.var(axis=0) + eps)
    x_hat = (rows - rows.mean(axis=0)) * std_inv
    grad_x = np.zeros_like(x)
    grad_x[mask] = std_inv * (
        grad_rows - grad_rows.mean(axis=0) - x_hat * (grad_rows * x_hat).mean(axis=0)
    )
    return (x - rows.mean(axis=0)) * std_inv, grad_x
