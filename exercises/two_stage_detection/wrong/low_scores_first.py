r"""점수가 낮은 상자부터 보았습니다.
무리의 자리를 자신 없는 상자가 먼저 정하게 됩니다.
점수를 내림차순으로 놓고 보세요."""

LOSES = ("fusion",)


# %% fusion-solution
def fuse_boxes(boxes, scores, threshold, models):
    members, fused = [], []
    for n in np.argsort(scores):
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
    final = [scores[group].mean() * min(len(group), models) / models for group in members]
    order = np.argsort(-np.array(final))
    return np.array(fused)[order], np.array(final)[order]
