r"""`warmup` 앞의 값을 아예 잘라 내고 최고를 구했습니다.
그 앞의 에포크에서는 그만두지 않을 뿐, 그때 얻은 좋은 값까지 잊는 것은 아닙니다.
최고는 처음부터 구하고 그만둘 자리만 `warmup`부터 보세요."""

LOSES = ("median",)


# %% median-solution
def stop_epoch(curve, finished, warmup):
    worse = np.maximum.accumulate(curve[warmup:]) < np.median(finished[:, warmup:], axis=0)
    return int(np.argmax(worse)) + warmup if np.any(worse) else None
