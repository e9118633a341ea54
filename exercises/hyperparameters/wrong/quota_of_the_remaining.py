r"""이미 올려 보낸 것을 먼저 빼고, 남은 것의 1/η을 골랐습니다.
그러면 올릴수록 새로 올릴 것이 또 생겨 나쁜 시도까지 차례로 올라갑니다.
전체에서 위쪽 1/η을 고른 다음에 올려 보낸 것을 빼세요."""

LOSES = ("asha",)


# %% asha-solution
def next_promotion(rungs, promoted, eta):
    for k in range(len(rungs) - 2, -1, -1):
        left = [trial for trial in sorted(rungs[k], key=rungs[k].get) if trial not in promoted[k]]
        if left[: len(left) // eta]:
            return left[0], k + 1
    return None
