r"""-1에 반만 걸친 예측까지 봐주었습니다.
절반을 넘게 걸쳐야 세지 않습니다.
꼭 반이면 잘못 찾은 것입니다."""

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
        elif 2 * np.sum(mine) > np.sum(whole):
            false_alarms += 1
    if not matched:
        return 0.0, 0.0, 0.0
    misses = len(objects) - len(matched)
    sq = np.mean(matched)
    rq = len(matched) / (len(matched) + false_alarms / 2 + misses / 2)
    return sq * rq, sq, rq
