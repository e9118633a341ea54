r"""소프트맥스를 표본의 축에서 했습니다.
그러면 한 상자의 답이 같은 배치의 다른 상자에 따라 바뀝니다.
줄마다, 곧 `axis=1`에서 하세요."""

LOSES = ("distribution",)


# %% distribution-solution
def distribution_focal(logits, target):
    N, K = logits.shape
    shifted = logits - logits.max(axis=0, keepdims=True)
    log_p = shifted - np.log(1e-300 + np.exp(shifted).sum(axis=0, keepdims=True))
    p, rows = np.exp(log_p), np.arange(N)
    left = np.minimum(np.floor(target).astype(int), K - 2)
    label = np.zeros_like(p)
    label[rows, left] = left + 1 - target
    label[rows, left + 1] = target - left
    return p @ np.arange(K), -(label * log_p).sum(axis=1), p - label
