r"""하나도 남기지 않은 자리를 곡선에 넣지 않았습니다.
첫 검출이 헛것이면 이하인 자리가 없어 번호가 -1이 되고, 파이썬은 맨 끝의 놓침률을 돌려줍니다.
곡선의 맨 앞에 1을 붙이세요."""

LOSES = ("miss-rate",)


# %% miss-rate-solution
def miss_rate(scores, correct, n_truths, n_images):
    hits = np.cumsum(correct[np.argsort(-scores)])
    fppi = (np.arange(1, len(scores) + 1) - hits) / n_images
    miss = 1 - hits / n_truths
    at = miss[np.searchsorted(fppi, np.logspace(-2, 0, 9), side="right") - 1]
    return at, np.exp(np.mean(np.log(np.maximum(at, 1e-10))))
