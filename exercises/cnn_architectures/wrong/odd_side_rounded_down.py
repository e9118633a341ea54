r"""변이 홀수일 때 줄어든 변을 내림으로 구했습니다.
패딩이 1인 3×3에 보폭 2면 변이 7인 그림은 4가 됩니다.
출력 크기의 식에 패딩을 넣어 다시 구하세요."""

LOSES = ("inverted",)


# %% inverted-solution
def inverted_residual(in_channels, out_channels, expansion, stride, size):
    D = expansion * in_channels
    before = size[0] * size[1]
    after = (size[0] // stride) * (size[1] // stride)
    parameters = 9 * D + 2 * D + D * out_channels + 2 * out_channels
    multiply_adds = after * (9 * D + D * out_channels)
    if expansion > 1:
        parameters += in_channels * D + 2 * D
        multiply_adds += before * in_channels * D
    return parameters, multiply_adds, stride == 1 and in_channels == out_channels
