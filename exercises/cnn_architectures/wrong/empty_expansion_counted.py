r"""`expansion`이 1일 때도 앞의 1×1 합성곱을 세었습니다.
넓히지 않을 것이면 이 층은 채널을 섞기만 하므로 아예 두지 않습니다.
MobileNetV2의 첫 블록이 그렇습니다."""

LOSES = ("inverted",)


# %% inverted-solution
def inverted_residual(in_channels, out_channels, expansion, stride, size):
    D = expansion * in_channels
    before = size[0] * size[1]
    after = ((size[0] - 1) // stride + 1) * ((size[1] - 1) // stride + 1)
    parameters = 9 * D + 2 * D + D * out_channels + 2 * out_channels
    multiply_adds = after * (9 * D + D * out_channels)
    if expansion > 0:
        parameters += in_channels * D + 2 * D
        multiply_adds += before * in_channels * D
    return parameters, multiply_adds, stride == 1 and in_channels == out_channels
