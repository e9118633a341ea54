r"""IoU가 가장 큰 무리가 아니라 문턱을 넘는 첫 무리에 넣었습니다.
물체가 가까이 있으면 남의 무리에 들어갑니다.
모든 무리와 견주어 가장 많이 겹치는 것을 고르세요."""

LOSES = ("fusion",)


# %% fusion-solution
def fuse_boxes(boxes, scores, threshold, models):
    members, fused = [], []
    for n in np.argsort(-scores):
        home = len(fused)
        if fused:
            overlaps = box_iou(boxes[n], fused)[0]
            best = int(np.argmax(overlaps > threshold))
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
