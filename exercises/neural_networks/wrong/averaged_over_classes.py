r"""클래스에 걸쳐서도 평균해 손실과 기울기가 C로 더 나뉘었습니다.
PyTorch의 `multi_margin_loss`가 이렇게 하지만, 이 문항의 식은 클래스에 걸쳐서는 더합니다.
어느 축을 더하고 어느 축을 평균하는지 식에서 확인하세요."""

LOSES = ("hinge",)


# %% hinge-solution
def hinge(scores, targets, margin):
    n = len(scores)
    rows = np.arange(n)
    gaps = scores - scores[rows, targets][:, None] + margin
    gaps[rows, targets] = 0
    gaps = np.maximum(gaps, 0)
    grad = (gaps > 0).astype(float)
    grad[rows, targets] = -grad.sum(axis=1)
    return np.mean(gaps), grad / scores.size
