r"""보폭이 무엇이든 d(k - 1)칸을 붙였습니다.
이 수는 보폭이 1일 때만 맞고, 보폭이 있으면 마지막 창이 입력의 끝을 덜 넘어갑니다.
마지막 창이 끝나는 자리 (o - 1)s + d(k - 1) + 1에서 입력의 길이를 빼세요."""

LOSES = ("same-padding",)


# %% same-padding-solution
def same_padding(size, kernel_size, stride, dilation):
    total = dilation * (kernel_size - 1)
    return -(-size // stride), total // 2, total - total // 2
