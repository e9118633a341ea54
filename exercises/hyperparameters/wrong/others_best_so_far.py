r"""다른 시도들의 값도 지금까지의 최고로 바꾸어 견주었습니다.
그럴듯하지만 지시문의 규칙보다 엄해서 더 일찍, 더 많이 그만둡니다.
다른 시도는 바로 그 에포크의 값을 쓰세요."""

LOSES = ("median",)


# %% median-solution
def stop_epoch(curve, finished, warmup):
    others = np.median(np.maximum.accumulate(finished, axis=1), axis=0)
    worse = np.maximum.accumulate(curve) < others
    late = [int(t) for t in np.flatnonzero(worse) if t >= warmup]
    return late[0] if late else None
