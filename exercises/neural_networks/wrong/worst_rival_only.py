r"""가장 많이 어긴 클래스 하나만 셌습니다.
그것은 Crammer와 Singer(2001)의 손실이고, 여기에서 묻는 손실은 어긴 클래스를 모두 더합니다.
클래스에 걸쳐 최댓값을 취한 곳을 합으로 바꾸세요."""

LOSES = ("hinge",)


# %% hinge-solution
def hinge(scores, targets, margin):
    n = len(scores)
    rows = np.arange(n)
    gaps = scores - scores[rows, targets][:, None] + margin
    gaps[rows, targets] = 0
    worst = np.argmax(gaps, axis=1)
    grad = np.zeros_like(scores)
    violated = (gaps[rows, worst] > 0).astype(float)
    grad[rows, worst] = violated
    grad[rows, targets] -= violated
    return np.mean(np.maximum(gaps[rows, worst], 0)), grad / n
