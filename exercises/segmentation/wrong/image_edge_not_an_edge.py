r"""그림의 밖도 마스크인 것처럼 가장자리를 베껴 채웠습니다.
그러면 그림의 끝에 닿은 물체의 그쪽은 깎이지 않습니다.
밖은 False로 채우세요."""

LOSES = ("boundary",)


# %% boundary-solution
def boundary_iou(a, b, distance):
    def band(mask):
        inside = mask
        for _ in range(distance):
            windows = np.lib.stride_tricks.sliding_window_view(
                np.pad(inside, 1, mode="edge"), (3, 3)
            )
            inside = windows.all(axis=(2, 3))
        return mask & ~inside

    def iou(one, other):
        return np.sum(one & other) / np.sum(one | other)

    return iou(a, b), iou(band(a), band(b))
