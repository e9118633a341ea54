r"""손실이 **큰** 것부터 골랐습니다.
정확도라면 큰 것이 좋지만 손실은 작은 것이 좋으므로, 가장 나쁜 시도에 예산을 몰아주게 됩니다.
정렬의 방향을 확인하세요."""

LOSES = ("asha",)


# %% asha-solution
def next_promotion(rungs, promoted, eta):
    for k in range(len(rungs) - 2, -1, -1):
        best = sorted(rungs[k], key=rungs[k].get, reverse=True)[: len(rungs[k]) // eta]
        for trial in best:
            if trial not in promoted[k]:
                return trial, k + 1
    return None
