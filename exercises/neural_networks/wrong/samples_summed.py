r"""표본에 걸쳐 평균하지 않고 더했습니다.
그러면 배치의 크기에 따라 알맞은 학습률이 달라집니다.
손실과 기울기를 모두 N으로 나누세요."""

LOSES = ("hinge",)


# %% hinge-solution
def hinge(scores, targets, margin):
    rows = np.arange(len(scores))
    gaps = scores - scores[rows, targets][:, None] + margin
    gaps[rows, targets] = 0
    gaps = np.maximum(gaps, 0)
    grad = (gaps > 0).astype(float)
    grad[rows, targets] = -grad.sum(axis=1)
    return np.sum(gaps), grad
