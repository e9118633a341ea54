r"""아홉 값을 그냥 평균했습니다.
그러면 놓침률이 큰 왼쪽 끝이 값을 정합니다.
로그를 평균한 다음 지수를 취하는 기하 평균을 쓰세요."""

LOSES = ("miss-rate",)


# %% miss-rate-solution
def miss_rate(scores, correct, n_truths, n_images):
    hits = np.cumsum(correct[np.argsort(-scores)])
    fppi = (np.arange(1, len(scores) + 1) - hits) / n_images
    miss = np.append(1.0, 1 - hits / n_truths)
    at = miss[np.searchsorted(fppi, np.logspace(-2, 0, 9), side="right")]
    return at, np.mean(at)
