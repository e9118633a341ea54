r"""헛것의 수를 사진의 수가 아니라 물체의 수로 나누었습니다.
그러면 물체가 많은 데이터에서 헛것이 적어 보입니다.
`n_images`로 나누세요."""

LOSES = ("miss-rate",)


# %% miss-rate-solution
def miss_rate(scores, correct, n_truths, n_images):
    hits = np.cumsum(correct[np.argsort(-scores)])
    fppi = (np.arange(1, len(scores) + 1) - hits) / n_truths
    miss = np.append(1.0, 1 - hits / n_truths)
    at = miss[np.searchsorted(fppi, np.logspace(-2, 0, 9), side="right")]
    return at, np.exp(np.mean(np.log(np.maximum(at, 1e-10))))
