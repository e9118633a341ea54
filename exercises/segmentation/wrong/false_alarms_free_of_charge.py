r"""잘못 찾은 것을 분모에 넣지 않았습니다.
그러면 아무 데나 칠해도 잃는 것이 없습니다.
FP도 반씩 더하세요."""

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
    rq = len(matched) / (len(matched) + misses / 2)
    return sq * rq, sq, rq
