r"""바닥의 합성곱 두 번을 빠뜨렸습니다.
마지막 풀링 다음에도 올라가기 전에 합성곱 둘을 지납니다.
거기서 잃는 4픽셀은 맨 위에서는 훨씬 큽니다."""

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
        for skip in reversed(kept):
            size *= 2
            crops.append((skip - size) // 2)
            size -= 4
        return size, crops[::-1]

    size = wanted
    while walk(size)[0] < wanted:
        size += 1
    return size, *walk(size)
