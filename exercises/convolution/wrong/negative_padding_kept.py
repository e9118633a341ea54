r"""필요한 길이가 입력보다 짧을 때 패딩이 음수가 되게 두었습니다.
보폭이 커널보다 크면 어느 창에도 들지 않는 칸이 생기는데, 그것은 잘라 낼 것이 아니라 그냥 남는 것입니다.
0보다 작으면 0으로 바꾸세요."""

LOSES = ("same-padding",)


# %% same-padding-solution
def same_padding(size, kernel_size, stride, dilation):
    output = -(-size // stride)
    reach = dilation * (kernel_size - 1) + 1
    total = (output - 1) * stride + reach - size
    return output, total // 2, total - total // 2
