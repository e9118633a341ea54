r"""보는 입력의 수를 세면서 과거로 나아간 칸만 더하고 자기 시각을 빠뜨렸습니다.
출력의 값은 모두 맞습니다.
셈을 0이 아니라 1에서 시작하세요."""

LOSES = ("causal",)


# %% causal-solution
def causal_stack(x, kernels):
    y, seen = x, 0
    for layer, kernel in enumerate(kernels):
        dilation = 2**layer
        reach = dilation * (len(kernel) - 1)
        padded = np.concatenate([np.zeros(reach), y])
        y = sum(w * padded[dilation * i :][: len(x)] for i, w in enumerate(kernel))
        seen += reach
    return y, seen
