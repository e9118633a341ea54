r"""뒤로 갈 때 기울기의 합을 진짜 자리의 수가 아니라 N · T로 나누었습니다.
앞으로 갈 때 평균을 낸 수와 뒤로 갈 때 나누는 수는 같아야 합니다.
`mask.sum()`으로 나누세요."""

LOSES = ("masked",)


# %% masked-solution
def masked_batch_norm(x, mask, eps, grad_output):
    rows, grad_rows = x[mask], grad_output[mask]
    places = mask.size
    std_inv = 1 / np.sqrt(rows.var(axis=0) + eps)
    x_hat = (rows - rows.mean(axis=0)) * std_inv
    y, grad_x = np.zeros_like(x), np.zeros_like(x)
    y[mask] = x_hat
    grad_x[mask] = std_inv * (
        grad_rows
        - grad_rows.sum(axis=0) / places
        - x_hat * (grad_rows * x_hat).sum(axis=0) / places
    )
    return y, grad_x
