r"""지름길을 풀링한 다음에 남겼습니다.
U-Net은 그림이 줄기 전의 것을 남겨야 같은 단계에서 자세한 자리를 돌려줄 수 있습니다.
합성곱 두 번 바로 뒤에서 남기세요."""

LOSES = ("unet-size",)


# %% unet-size-solution
def unet_input(wanted, depth):
    def walk(size):
        kept, crops = [], []
        for _ in range(depth):
            size -= 4
            if size % 2 != 0:
                return 0, crops
            size //= 2
            kept.append(size)
        size -= 4
        for skip in reversed(kept):
            size *= 2
            crops.append((skip - size) // 2)
            size -= 4
        return size, crops[::-1]

    size = wanted
    while walk(size)[0] < wanted:
        size += 1
    return size, *walk(size)
