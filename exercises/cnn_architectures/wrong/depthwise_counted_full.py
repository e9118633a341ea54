r"""깊이별 3×3을 보통의 3×3으로 세었습니다.
깊이별 합성곱의 필터는 제 채널 하나만 봅니다.
가운데를 넓히고도 비싸지 않은 까닭이 이것이니 9·D·D를 9·D로 고치세요."""

LOSES = ("inverted",)


# %% inverted-solution
def inverted_residual(in_channels, out_channels, expansion, stride, size):
    D = expansion * in_channels
    before = size[0] * size[1]
    after = ((size[0] - 1) // stride + 1) * ((size[1] - 1) // stride + 1)
    parameters = 9 * D * D + 2 * D + D * out_channels + 2 * out_channels
    multiply_adds = after * (9 * D * D + D * out_channels)
    if expansion > 1:
        parameters += in_channels * D + 2 * D
        multiply_adds += before * in_channels * D
    return parameters, multiply_adds, stride == 1 and in_channels == out_channels
