r"""0을 앞뒤로 나누어 붙여, 커널의 가운데가 지금을 보게 했습니다.
그러면 출력이 아직 오지 않은 값을 미리 보므로, 다음 표본을 만들어 내는 데 쓸 수 없습니다.
0을 모두 앞에 붙이세요."""

LOSES = ("causal",)


# %% causal-solution
def causal_stack(x, kernels):
    y, seen = x, 1
    for layer, kernel in enumerate(kernels):
        dilation = 2**layer
        reach = dilation * (len(kernel) - 1)
        padded = np.pad(y, (reach // 2, reach - reach // 2))
        y = sum(w * padded[dilation * i :][: len(x)] for i, w in enumerate(kernel))
        seen += reach
    return y, seen
