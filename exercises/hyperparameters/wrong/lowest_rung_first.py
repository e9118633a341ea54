r"""낮은 판부터 보았습니다.
그러면 낮은 판에 올릴 것이 있는 동안 높은 판의 좋은 시도가 계속 기다려, 끝까지 학습한 모델이 늦게 나옵니다.
끝에 가까운 판부터 보세요."""

LOSES = ("asha",)


# %% asha-solution
def next_promotion(rungs, promoted, eta):
    for k in range(len(rungs) - 1):
        best = sorted(rungs[k], key=rungs[k].get)[: len(rungs[k]) // eta]
        for trial in best:
            if trial not in promoted[k]:
                return trial, k + 1
    return None
