r"""커널이 덮는 길이를 세면서 팽창을 빠뜨렸습니다.
팽창이 d이면 커널의 칸 사이가 벌어져 k칸이 아니라 d(k - 1) + 1칸을 덮습니다.
그 길이로 모자라는 칸을 세세요."""

LOSES = ("same-padding",)


# %% same-padding-solution
def same_padding(size, kernel_size, stride, dilation):
    output = -(-size // stride)
    total = max((output - 1) * stride + kernel_size - size, 0)
    return output, total // 2, total - total // 2
