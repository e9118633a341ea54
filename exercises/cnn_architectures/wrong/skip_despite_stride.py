r"""채널의 수만 같으면 지름길이 있다고 했습니다.
보폭이 2면 그림의 크기가 달라져 더할 수 없습니다.
채널과 크기가 모두 그대로인지 보세요."""

LOSES = ("inverted",)


# %% inverted-solution
def inverted_residual(in_channels, out_channels, expansion, stride, size):
    D = expansion * in_channels
    before = size[0] * size[1]
    after = ((size[0] - 1) // stride + 1) * ((size[1] - 1) // stride + 1)
    parameters = 9 * D + 2 * D + D * out_channels + 2 * out_channels
    multiply_adds = after * (9 * D + D * out_channels)
    if expansion > 1:
        parameters += in_channels * D + 2 * D
        multiply_adds += before * in_channels * D
    return parameters, multiply_adds, in_channels == out_channels
