r"""IoU가 꼭 0.5인 것도 짝으로 쳤습니다.
0.5까지 받아들이면 한 정답에 짝이 둘일 수 있어 하나로 정해지지 않습니다.
0.5보다 클 때만 짝입니다."""

LOSES = ("panoptic",)


# %% panoptic-solution
def panoptic_quality(truth, guess):
    wholes = [guess == g for g in np.unique(guess[guess > 0])]
    objects = [truth == t for t in np.unique(truth[truth > 0])]
    matched, false_alarms = [], 0
    for whole in wholes:
        mine = whole & (truth != -1)
        ious = [np.sum(mine & one) / np.sum(mine | one) for one in objects]
        if max(ious) >= 0.5:
            matched.append(max(ious))
        elif 2 * np.sum(mine) >= np.sum(whole):
            false_alarms += 1
    if not matched:
        return 0.0, 0.0, 0.0
    misses = len(objects) - len(matched)
    sq = np.mean(matched)
    rq = len(matched) / (len(matched) + false_alarms / 2 + misses / 2)
    return sq * rq, sq, rq
