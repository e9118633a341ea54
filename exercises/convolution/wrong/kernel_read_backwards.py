r"""커널의 첫 칸을 지금에, 마지막 칸을 가장 먼 과거에 곱했습니다.
수학의 합성곱은 그렇게 쓰지만, 여기서 물은 것은 뒤집지 않는 쪽입니다.
마지막 칸이 지금의 값과 만나는지 보세요."""

LOSES = ("causal",)


# %% causal-solution
def causal_stack(x, kernels):
    y, seen = x, 1
    for layer, kernel in enumerate(kernels):
        dilation = 2**layer
        reach = dilation * (len(kernel) - 1)
        padded = np.concatenate([np.zeros(reach), y])
        y = sum(w * padded[dilation * i :][: len(x)] for i, w in enumerate(kernel[::-1]))
        seen += reach
    return y, seen
