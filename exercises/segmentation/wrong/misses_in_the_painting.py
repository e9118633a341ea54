r"""칠한 점수에 놓친 물체까지 0으로 넣어 평균했습니다.
놓친 것은 찾은 점수 RQ에서 이미 잃었으므로 두 번 벌하게 됩니다.
짝이 된 것의 IoU만 평균하세요."""

LOSES = ("panoptic",)


# %% panoptic-solution
def panoptic_quality(truth, guess):
    wholes = [guess == g for g in np.unique(guess[guess > 0])]
    objects = [truth == t for t in np.unique(truth[truth > 0])]
    matched, false_alarms = [], 0
    for whole in wholes:
        mine = whole & (truth != -1)
        ious = [np.sum(mine & one) / np.sum(mine | one) for one in objects]
        if max(ious) > 0.5:
            matched.append(max(ious))
        elif 2 * np.sum(mine) >= np.sum(whole):
            false_alarms += 1
    if not matched:
        return 0.0, 0.0, 0.0
    misses = len(objects) - len(matched)
    sq = np.sum(matched) / len(objects)
    rq = len(matched) / (len(matched) + false_alarms / 2 + misses / 2)
    return sq * rq, sq, rq
