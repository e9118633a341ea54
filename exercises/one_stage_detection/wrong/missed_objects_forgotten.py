r"""찾은 물체만 물체로 셌습니다.
아무 검출과도 짝지어지지 않은 물체를 빼면 재현율이 실제보다 커집니다.
분모에 `n_truths`를 쓰세요."""

LOSES = ("threshold",)


# %% threshold-solution
def best_threshold(scores, correct, n_truths):
    thresholds = np.unique(scores)[::-1]
    kept = scores >= thresholds[:, None]
    f1 = 2 * (kept & correct).sum(axis=1) / (kept.sum(axis=1) + correct.sum())
    best = np.argmax(f1)
    return thresholds[best], f1[best]
