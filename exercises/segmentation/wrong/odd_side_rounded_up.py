r"""풀링에 들어가는 변이 홀수일 때 올림해 한 줄을 더 얻었습니다.
그 줄은 반쪽짜리 창에서 나온 것이고, 지름길을 가운데로 맞추어 자를 수도 없습니다.
짝수가 아니면 다음 크기로 넘어가세요."""

LOSES = ("unet-size",)


# %% unet-size-solution
def unet_input(wanted, depth):
    def walk(size):
        kept, crops = [], []
        for _ in range(depth):
            size -= 4
            kept.append(size)
            size = (size + 1) // 2
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
