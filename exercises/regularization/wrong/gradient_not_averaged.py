r"""손실은 표본에 걸쳐 평균했지만 기울기는 N으로 나누지 않았습니다.
기울기는 손실을 미분한 것이므로 손실 앞의 1/N이 그대로 남아야 합니다.
배치의 크기를 바꾸면 걸음의 크기까지 바뀌는지 보세요."""

LOSES = ("mixup-loss",)


# %% mixup-loss-solution
def mixup_loss(logits, labels, partner_labels, share):
    rows = np.arange(len(logits))
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_p = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    loss = -np.mean(share * log_p[rows, labels] + (1 - share) * log_p[rows, partner_labels])
    grad = np.exp(log_p)
    grad[rows, labels] -= share
    grad[rows, partner_labels] -= 1 - share
    return loss, grad
