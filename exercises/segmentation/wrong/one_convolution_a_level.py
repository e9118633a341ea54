r"""단계마다 합성곱을 한 번만 했습니다.
3×3이 둘이면 변이 4씩 줄어듭니다.
내려갈 때, 바닥, 올라올 때 모두 두 번입니다."""

LOSES = ("unet-size",)


# %% unet-size-solution
def unet_input(wanted, depth):
    def walk(size):
        kept, crops = [], []
        for _ in range(depth):
            size -= 2
            if size % 2 != 0:
                return 0, crops
            kept.append(size)
            size //= 2
        size -= 2
        for skip in reversed(kept):
            size *= 2
            crops.append((skip - size) // 2)
            size -= 2
        return size, crops[::-1]

    size = wanted
    while walk(size)[0] < wanted:
        size += 1
    return size, *walk(size)
