r"""두 확률을 섞은 다음에 로그를 씌웠습니다.
그것은 둘 가운데 하나만 맞혀도 되는 손실이어서, 모델이 두 클래스를 비율대로 나누어 믿을 까닭이 없습니다.
로그를 먼저 씌우고 그 손실들을 섞으세요."""

LOSES = ("mixup-loss",)


# %% mixup-loss-solution
def mixup_loss(logits, labels, partner_labels, share):
    n = len(logits)
    rows = np.arange(n)
    p = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    p = p / np.sum(p, axis=1, keepdims=True)
    first, second = share * p[rows, labels], (1 - share) * p[rows, partner_labels]
    mixed = np.maximum(first + second, 1e-300)
    grad = p.copy()
    grad[rows, labels] -= first / mixed
    grad[rows, partner_labels] -= second / mixed
    return -np.mean(np.log(mixed)), grad / n
