r"""점수가 문턱보다 큰 것만 남겼습니다.
약속은 문턱 이상이므로 문턱과 같은 점수의 검출도 남아야 합니다.
`>` 대신 `>=`를 쓰세요."""

LOSES = ("threshold",)


# %% threshold-solution
def best_threshold(scores, correct, n_truths):
    thresholds = np.unique(scores)[::-1]
    kept = scores > thresholds[:, None]
    f1 = 2 * (kept & correct).sum(axis=1) / (kept.sum(axis=1) + n_truths)
    best = np.argmax(f1)
    return thresholds[best], f1[best]
