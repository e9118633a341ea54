r"""정답이 -1인 픽셀을 합집합에 남겨 두었습니다.
무엇인지 모르는 픽셀을 칠했다고 벌하게 됩니다.
예측에서 그 픽셀을 뺀 다음 견주세요."""

LOSES = ("panoptic",)


# %% panoptic-solution
def panoptic_quality(truth, guess):
    wholes = [guess == g for g in np.unique(guess[guess > 0])]
    objects = [truth == t for t in np.unique(truth[truth > 0])]
    matched, false_alarms = [], 0
    for whole in wholes:
        mine = whole & (truth != -1)
        ious = [np.sum(whole & one) / np.sum(whole | one) for one in objects]
        if max(ious) > 0.5:
            matched.append(max(ious))
        elif 2 * np.sum(mine) >= np.sum(whole):
            false_alarms += 1
    if not matched:
        return 0.0, 0.0, 0.0
    misses = len(objects) - len(matched)
    sq = np.mean(matched)
    rq = len(matched) / (len(matched) + false_alarms / 2 + misses / 2)
    return sq * rq, sq, rq
