r"""기준이 되는 아홉 값을 로그가 아니라 고르게 나누었습니다.
그러면 헛것이 드문 쪽을 거의 보지 않습니다.
`np.logspace(-2, 0, 9)`를 쓰세요."""

LOSES = ("miss-rate",)


# %% miss-rate-solution
def miss_rate(scores, correct, n_truths, n_images):
    hits = np.cumsum(correct[np.argsort(-scores)])
    fppi = (np.arange(1, len(scores) + 1) - hits) / n_images
    miss = np.append(1.0, 1 - hits / n_truths)
    at = miss[np.searchsorted(fppi, np.linspace(0.01, 1, 9), side="right")]
    return at, np.exp(np.mean(np.log(np.maximum(at, 1e-10))))
