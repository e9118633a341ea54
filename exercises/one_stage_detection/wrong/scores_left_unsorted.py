r"""검출을 점수의 차례로 늘어놓지 않고 받은 대로 세었습니다.
문턱을 낮추는 일은 점수가 큰 것부터 하나씩 남기는 일입니다.
점수가 큰 것부터 늘어놓고 누적하세요."""

LOSES = ("miss-rate",)


# %% miss-rate-solution
def miss_rate(scores, correct, n_truths, n_images):
    hits = np.cumsum(correct)
    fppi = (np.arange(1, len(scores) + 1) - hits) / n_images
    miss = np.append(1.0, 1 - hits / n_truths)
    at = miss[np.searchsorted(fppi, np.logspace(-2, 0, 9), side="right")]
    return at, np.exp(np.mean(np.log(np.maximum(at, 1e-10))))
