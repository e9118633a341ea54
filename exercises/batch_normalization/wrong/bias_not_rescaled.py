r"""뒤에 있는 배치 정규화의 배율을 가중치에만 곱하고 편향에는 곱하지 않았습니다.
배치 정규화는 선형 층의 출력 전체를 늘이므로 편향도 함께 늘어납니다.
뒤의 s를 편향에도 곱하세요."""

LOSES = ("fold",)


# %% fold-solution
def fold(W, b, before, after, eps):
    def scale_and_shift(mean, var, weight, bias):
        s = weight / np.sqrt(var + eps)
        return s, bias - s * mean

    s_in, t_in = scale_and_shift(*before)
    s_out, t_out = scale_and_shift(*after)
    return s_out[:, None] * W * s_in, W @ t_in + b + t_out
