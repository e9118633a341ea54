r"""너비와 높이에서 시그모이드의 두 배를 제곱하지 않았습니다.
그러면 앵커의 두 배보다 큰 상자를 답할 수 없습니다.
두 배 한 것을 제곱하여 앵커에 곱하세요."""

LOSES = ("decode",)


# %% decode-solution
def decode_scaled(answers, priors, stride):
    H, W = answers.shape[:2]
    twice = 2 / (1 + np.exp(-answers))
    cell = np.stack(np.meshgrid(np.arange(W), np.arange(H)), axis=2)[:, :, None]  # (열, 줄)
    center = (cell - 0.5 + twice[..., :2]) * stride
    half = priors * twice[..., 2:] / 2
    return np.concatenate([center - half, center + half], axis=-1)
