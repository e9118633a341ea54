r"""기울기를 상자의 수로 나누었습니다.
묻는 것은 줄마다의 손실을 그 줄의 로짓으로 미분한 것입니다.
나누지 말고 돌려주세요."""

LOSES = ("distribution",)


# %% distribution-solution
def distribution_focal(logits, target):
    N, K = logits.shape
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p, rows = np.exp(log_p), np.arange(N)
    left = np.minimum(np.floor(target).astype(int), K - 2)
    label = np.zeros_like(p)
    label[rows, left] = left + 1 - target
    label[rows, left + 1] = target - left
    return p @ np.arange(K), -(label * log_p).sum(axis=1), (p - label) / N
