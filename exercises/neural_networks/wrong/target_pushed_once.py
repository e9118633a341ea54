r"""정답 점수의 기울기를 언제나 -1로 두었습니다.
정답의 점수는 여유를 어긴 클래스마다 한 번씩 빠져 있으므로, 어긴 수만큼 음의 기울기를 받습니다.
한 표본의 기울기를 모두 더하면 0이 되는지 확인해 보세요."""

LOSES = ("hinge",)


# %% hinge-solution
def hinge(scores, targets, margin):
    n = len(scores)
    rows = np.arange(n)
    gaps = scores - scores[rows, targets][:, None] + margin
    gaps[rows, targets] = 0
    gaps = np.maximum(gaps, 0)
    grad = (gaps > 0).astype(float)
    grad[rows, targets] = -1.0
    return np.sum(gaps) / n, grad / n
