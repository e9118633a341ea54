r"""잘라 낼 픽셀을 올라오는 차례로, 곧 그림이 작은 단계부터 적었습니다.
셈은 맞지만 약속한 차례가 아닙니다.
뒤집어 그림이 큰 단계부터 적으세요."""

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
            crops.append((skip - size) // 2)
            size -= 4
        return size, crops

    size = wanted
    while walk(size)[0] < wanted:
        size += 1
    return size, *walk(size)
