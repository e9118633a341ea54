r"""올릴 수를 버림이 아니라 올림으로 구했습니다.
그러면 판에 하나만 끝나도 곧바로 올라가므로, 견주어 보지도 않고 끝까지 학습하게 됩니다.
η개가 끝나야 하나를 올릴 수 있게 버리세요."""

LOSES = ("asha",)


# %% asha-solution
def next_promotion(rungs, promoted, eta):
    for k in range(len(rungs) - 2, -1, -1):
        best = sorted(rungs[k], key=rungs[k].get)[: math.ceil(len(rungs[k]) / eta)]
        for trial in best:
            if trial not in promoted[k]:
                return trial, k + 1
    return None
