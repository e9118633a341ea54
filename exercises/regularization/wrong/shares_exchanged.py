r"""두 클래스의 비율을 바꾸어 썼습니다.
`share`는 `labels` 쪽이 차지하는 몫이므로, 이렇게 하면 조금만 섞인 그림을 정답이라고 가르칩니다.
`share`가 1일 때 `labels`만 남는지 확인하세요."""

LOSES = ("mixup-loss",)


# %% mixup-loss-solution
def mixup_loss(logits, labels, partner_labels, share):
    n = len(logits)
    rows = np.arange(n)
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_p = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    loss = -np.mean((1 - share) * log_p[rows, labels] + share * log_p[rows, partner_labels])
    grad = np.exp(log_p)
    grad[rows, labels] -= 1 - share
    grad[rows, partner_labels] -= share
    return loss, grad / n
