r"""헛것의 수로만 자리를 정하고 놓침률은 모든 검출로 구했습니다.
그러면 헛것을 더 허락해도 놓침률이 그대로입니다.
자리마다 그때까지 남긴 검출만으로 놓침률을 구하세요."""

LOSES = ("miss-rate",)


# %% miss-rate-solution
def miss_rate(scores, correct, n_truths, n_images):
    hits = np.cumsum(correct[np.argsort(-scores)])
    fppi = (np.arange(1, len(scores) + 1) - hits) / n_images
    miss = np.append(1.0, np.full(len(scores), 1 - hits[-1] / n_truths))
    at = miss[np.searchsorted(fppi, np.logspace(-2, 0, 9), side="right")]
    return at, np.exp(np.mean(np.log(np.maximum(at, 1e-10))))
