r"""가운데의 폭을 나가는 채널의 t배로 잡았습니다.
넓히는 것은 앞의 1×1이고 그것이 받는 것은 들어오는 채널입니다.
D를 t·C_in으로 두세요."""

LOSES = ("inverted",)


# %% inverted-solution
def inverted_residual(in_channels, out_channels, expansion, stride, size):
    D = expansion * out_channels
    before = size[0] * size[1]
    after = ((size[0] - 1) // stride + 1) * ((size[1] - 1) // stride + 1)
    parameters = 9 * D + 2 * D + D * out_channels + 2 * out_channels
    multiply_adds = after * (9 * D + D * out_channels)
    if expansion > 1:
        parameters += in_channels * D + 2 * D
        multiply_adds += before * in_channels * D
    return parameters, multiply_adds, stride == 1 and in_channels == out_channels
