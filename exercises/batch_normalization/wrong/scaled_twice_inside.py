r"""앞의 이동을 이미 배율을 곱한 가중치에 지나게 했습니다.
앞의 배치 정규화가 낸 sx + t에 곱해지는 것은 원래의 W이므로, t에는 앞의 s가 곱해지지 않습니다.
W를 고치기 전에 `W @ t`를 먼저 구하세요."""

LOSES = ("fold",)


# %% fold-solution
def fold(W, b, before, after, eps):
    def scale_and_shift(mean, var, weight, bias):
        s = weight / np.sqrt(var + eps)
        return s, bias - s * mean

    s_in, t_in = scale_and_shift(*before)
    s_out, t_out = scale_and_shift(*after)
    W = W * s_in
    return s_out[:, None] * W, s_out * (W @ t_in + b) + t_out
