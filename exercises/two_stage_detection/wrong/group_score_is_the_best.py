r"""무리의 점수로 가장 높은 점수를 썼습니다.
그러면 나머지 검출기가 자신 없어 한 것이 점수에 남지 않습니다.
든 상자들의 점수를 평균하세요."""

LOSES = ("fusion",)


# %% fusion-solution
def fuse_boxes(boxes, scores, threshold, models):
    members, fused = [], []
    for n in np.argsort(-scores):
        home = len(fused)
        if fused:
            overlaps = box_iou(boxes[n], fused)[0]
            best = int(np.argmax(overlaps))
            if overlaps[best] > threshold:
                home = best
        if home == len(fused):
            members.append([])
            fused.append(boxes[n])
        members[home].append(n)
        fused[home] = np.average(boxes[members[home]], axis=0, weights=scores[members[home]])
    final = [scores[group].max() * min(len(group), models) / models for group in members]
    order = np.argsort(-np.array(final))
    return np.array(fused)[order], np.array(final)[order]
