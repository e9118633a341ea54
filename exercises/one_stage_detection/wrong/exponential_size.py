r"""너비와 높이를 장의 식대로 지수로 구했습니다.
이 식에서는 크기도 시그모이드로 적어 앵커의 네 배 안에 가둡니다.
지수 대신 시그모이드의 두 배를 제곱하세요."""

LOSES = ("decode",)


# %% decode-solution
def decode_scaled(answers, priors, stride):
    H, W = answers.shape[:2]
    twice = 2 / (1 + np.exp(-answers))
    cell = np.stack(np.meshgrid(np.arange(W), np.arange(H)), axis=2)[:, :, None]  # (열, 줄)
    center = (cell - 0.5 + twice[..., :2]) * stride
    half = priors * np.exp(answers[..., 2:]) / 2
    return np.concatenate([center - half, center + half], axis=-1)
