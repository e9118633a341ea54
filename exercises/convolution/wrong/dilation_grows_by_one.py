r"""팽창을 1, 2, 3, 4로 하나씩 늘렸습니다.
둘째 층까지는 우연히 같지만 셋째 층의 팽창은 3이 아니라 4입니다.
층마다 두 배가 되게 `2**layer`를 쓰세요."""

LOSES = ("causal",)


# %% causal-solution
def causal_stack(x, kernels):
    y, seen = x, 1
    for layer, kernel in enumerate(kernels):
        dilation = layer + 1
        reach = dilation * (len(kernel) - 1)
        padded = np.concatenate([np.zeros(reach), y])
        y = sum(w * padded[dilation * i :][: len(x)] for i, w in enumerate(kernel))
        seen += reach
    return y, seen
