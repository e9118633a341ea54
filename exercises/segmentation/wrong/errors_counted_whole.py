r"""잘못 찾은 것과 놓친 것을 반이 아니라 하나씩 셌습니다.
그러면 정밀도와 재현율을 함께 보는 F1이 아니라 찾은 것의 IoU가 됩니다.
둘 다 1/2을 곱하세요."""

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
    sq = np.mean(matched)
    rq = len(matched) / (len(matched) + false_alarms + misses)
    return sq * rq, sq, rq
