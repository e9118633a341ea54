r"""무리의 상자를 점수와 상관없이 똑같이 평균했습니다.
섞은 상자의 자리가 달라지고, 다음 상자가 어느 무리에 들지도 달라집니다.
`np.average`의 무게로 점수를 주세요."""

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
        fused[home] = np.average(boxes[members[home]], axis=0)
    final = [scores[group].mean() * min(len(group), models) / models for group in members]
    order = np.argsort(-np.array(final))
    return np.array(fused)[order], np.array(final)[order]
