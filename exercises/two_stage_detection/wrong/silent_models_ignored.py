r"""몇 검출기가 찾았는지 보지 않고 평균 점수를 그대로 냈습니다.
여덟 가운데 하나만 찾은 상자와 모두 찾은 상자를 똑같이 믿게 됩니다.
min(T, models)/models를 곱하세요."""

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
    final = [scores[group].mean() for group in members]
    order = np.argsort(-np.array(final))
    return np.array(fused)[order], np.array(final)[order]
