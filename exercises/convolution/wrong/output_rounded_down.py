r"""출력의 길이를 n/s를 내려서 정했습니다.
나누어떨어지지 않을 때 입력의 끝에 있는 칸들이 아무 창에도 들지 않게 됩니다.
'same'은 올림이므로 `-(-size // stride)`를 쓰세요."""

LOSES = ("same-padding",)


# %% same-padding-solution
def same_padding(size, kernel_size, stride, dilation):
    output = size // stride
    reach = dilation * (kernel_size - 1) + 1
    total = max((output - 1) * stride + reach - size, 0)
    return output, total // 2, total - total // 2
