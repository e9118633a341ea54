r"""`distance`가 얼마든 한 겹만 깎았습니다.
그러면 그림이 커도 늘 한 픽셀의 둘레를 보게 되어 아주 작은 어긋남에도 0에 가까워집니다.
`distance`번 되풀이해 깎으세요."""

LOSES = ("boundary",)


# %% boundary-solution
def boundary_iou(a, b, distance):
    def band(mask):
        inside = mask
        for _ in range(1):
            windows = np.lib.stride_tricks.sliding_window_view(np.pad(inside, 1), (3, 3))
            inside = windows.all(axis=(2, 3))
        return mask & ~inside

    def iou(one, other):
        return np.sum(one & other) / np.sum(one | other)

    return iou(a, b), iou(band(a), band(b))
