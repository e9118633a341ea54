r"""한쪽은 둘레, 다른 쪽은 마스크 전체를 견주었습니다.
그러면 두 마스크가 똑같아도 1이 되지 않습니다.
두 쪽 모두 둘레로 바꾸세요."""

LOSES = ("boundary",)


# %% boundary-solution
def boundary_iou(a, b, distance):
    def band(mask):
        inside = mask
        for _ in range(distance):
            windows = np.lib.stride_tricks.sliding_window_view(np.pad(inside, 1), (3, 3))
            inside = windows.all(axis=(2, 3))
        return mask & ~inside

    def iou(one, other):
        return np.sum(one & other) / np.sum(one | other)

    return iou(a, b), iou(band(a), b)
