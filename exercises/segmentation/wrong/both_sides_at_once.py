r"""잘라 낼 픽셀을 양쪽을 합쳐 적었습니다.
지름길의 가운데를 남기려면 왼쪽과 오른쪽에서 반씩 잘라야 합니다.
2로 나누세요."""

LOSES = ("unet-size",)


# %% unet-size-solution
def unet_input(wanted, depth):
    def walk(size):
        kept, crops = [], []
        for _ in range(depth):
            size -= 4
            if size % 2 != 0:
                return 0, crops
            kept.append(size)
            size //= 2
        size -= 4
        for skip in reversed(kept):
            size *= 2
            crops.append(skip - size)
            size -= 4
        return size, crops[::-1]

    size = wanted
    while walk(size)[0] < wanted:
        size += 1
    return size, *walk(size)
