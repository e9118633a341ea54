r"""-1 위에 놓인 예측도 잘못 찾은 것으로 셌습니다.
거기에 정말 물체가 있었을 수도 있습니다.
절반을 넘게 -1 위에 있으면 세지 마세요."""

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
        else:
            false_alarms += 1
    if not matched:
        return 0.0, 0.0, 0.0
    misses = len(objects) - len(matched)
    sq = np.mean(matched)
    rq = len(matched) / (len(matched) + false_alarms / 2 + misses / 2)
    return sq * rq, sq, rq
