r"""판마다 손실이 가장 작은 시도 하나만 보고, 이미 올렸으면 그 판을 지나쳤습니다.
위쪽 1/η에는 여럿이 들 수 있으므로 둘째, 셋째도 올라갈 자격이 있습니다.
자격이 있는 것을 모두 차례로 보세요."""

LOSES = ("asha",)


# %% asha-solution
def next_promotion(rungs, promoted, eta):
    for k in range(len(rungs) - 2, -1, -1):
        best = sorted(rungs[k], key=rungs[k].get)[: len(rungs[k]) // eta]
        if best and best[0] not in promoted[k]:
            return best[0], k + 1
    return None
