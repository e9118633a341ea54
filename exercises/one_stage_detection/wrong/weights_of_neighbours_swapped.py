r"""이웃한 두 칸의 무게를 서로 바꾸었습니다.
그러면 `y`가 왼쪽 칸에 가까울수록 오른쪽 칸의 확률을 키웁니다.
왼쪽 칸의 무게는 `i + 1 - y`, 오른쪽은 `y - i`입니다."""

LOSES = ("distribution",)


# %% distribution-solution
def distribution_focal(logits, target):
    N, K = logits.shape
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p, rows = np.exp(log_p), np.arange(N)
    left = np.minimum(np.floor(target).astype(int), K - 2)
    label = np.zeros_like(p)
    label[rows, left] = target - left
    label[rows, left + 1] = left + 1 - target
    return p @ np.arange(K), -(label * log_p).sum(axis=1), p - label
