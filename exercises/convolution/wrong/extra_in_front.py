r"""패딩의 합이 홀수일 때 남는 한 칸을 앞에 붙였습니다.
그러면 출력 전체가 한 칸 밀려, 다른 틀에서 배운 가중치를 옮겨 쓸 때 값이 어긋납니다.
내림한 절반을 앞에, 나머지를 뒤에 두세요."""

LOSES = ("same-padding",)


# %% same-padding-solution
def same_padding(size, kernel_size, stride, dilation):
    output = -(-size // stride)
    reach = dilation * (kernel_size - 1) + 1
    total = max((output - 1) * stride + reach - size, 0)
    return output, total - total // 2, total // 2
