r"""중앙값이 아니라 평균과 견주었습니다.
발산한 시도가 하나만 있어도 평균이 크게 내려가 기준이 흔들립니다.
튀는 시도에 끄떡없는 중앙값을 쓰세요."""

LOSES = ("median",)


# %% median-solution
def stop_epoch(curve, finished, warmup):
    worse = np.maximum.accumulate(curve) < np.mean(finished, axis=0)
    late = [int(t) for t in np.flatnonzero(worse) if t >= warmup]
    return late[0] if late else None
