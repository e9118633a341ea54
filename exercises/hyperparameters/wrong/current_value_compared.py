r"""지금까지의 최고가 아니라 그 에포크의 값 하나로 견주었습니다.
검증 정확도는 에포크마다 흔들리므로, 잠깐 나빠진 좋은 시도까지 그만두게 됩니다.
지금까지 얻은 가장 좋은 값과 견주세요."""

LOSES = ("median",)


# %% median-solution
def stop_epoch(curve, finished, warmup):
    worse = curve < np.median(finished, axis=0)
    late = [int(t) for t in np.flatnonzero(worse) if t >= warmup]
    return late[0] if late else None
