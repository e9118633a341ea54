r"""층마다 보는 폭 d(k - 1) + 1을 서로 곱했습니다.
한 층을 더 지나면 폭이 곱절이 되는 것이 아니라, 그 층이 나아가는 d(k - 1)칸만큼 양 끝이 벌어집니다.
1에서 시작해 층마다 d(k - 1)을 더하세요."""

LOSES = ("causal",)


# %% causal-solution
def causal_stack(x, kernels):
    y, seen = x, 1
    for layer, kernel in enumerate(kernels):
        dilation = 2**layer
        reach = dilation * (len(kernel) - 1)
        padded = np.concatenate([np.zeros(reach), y])
        y = sum(w * padded[dilation * i :][: len(x)] for i, w in enumerate(kernel))
        seen *= reach + 1
    return y, seen
