r"""앞의 1×1 합성곱을 줄어든 그림의 칸에서 세었습니다.
그림을 줄이는 것은 둘째 층이므로 앞의 1×1은 줄기 전의 칸을 모두 지나갑니다.
그래서 보폭이 2인 블록에서는 이 층이 가장 비쌉니다."""

LOSES = ("inverted",)


# %% inverted-solution
def inverted_residual(in_channels, out_channels, expansion, stride, size):
    D = expansion * in_channels
    after = ((size[0] - 1) // stride + 1) * ((size[1] - 1) // stride + 1)
    parameters = 9 * D + 2 * D + D * out_channels + 2 * out_channels
    multiply_adds = after * (9 * D + D * out_channels)
    if expansion > 1:
        parameters += in_channels * D + 2 * D
        multiply_adds += after * in_channels * D
    return parameters, multiply_adds, stride == 1 and in_channels == out_channels
