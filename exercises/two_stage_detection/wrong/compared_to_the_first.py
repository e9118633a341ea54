r"""무리의 섞은 상자가 아니라 처음 든 상자와 견주었습니다.
섞은 상자는 상자가 들 때마다 움직이므로, 가까워진 상자를 놓치게 됩니다.
지금의 섞은 상자와 IoU를 재세요."""

LOSES = ("fusion",)


# %% fusion-solution
def fuse_boxes(boxes, scores, threshold, models):
    members, fused = [], []
    for n in np.argsort(-scores):
        home = len(fused)
        if fused:
            overlaps = box_iou(boxes[n], [boxes[group[0]] for group in members])[0]
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
