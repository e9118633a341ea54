r"""진짜 거리를 가장 가까운 정수로 반올림하여 한 칸만 배웠습니다.
그러면 기댓값이 정수 사이의 거리를 배우지 못합니다.
이웃한 두 칸에 가까운 만큼 무게를 나누세요."""

LOSES = ("distribution",)


# %% distribution-solution
def distribution_focal(logits, target):
    N, K = logits.shape
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p, rows = np.exp(log_p), np.arange(N)
    label = np.zeros_like(p)
    label[rows, np.round(target).astype(int)] = 1.0
    return p @ np.arange(K), -(label * log_p).sum(axis=1), p - label
