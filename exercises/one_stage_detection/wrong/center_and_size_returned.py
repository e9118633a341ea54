r"""중심과 크기를 그대로 돌려주었습니다.
묻는 것은 왼쪽 위와 오른쪽 아래의 꼭짓점입니다.
중심에서 크기의 반을 빼고 더하세요."""

LOSES = ("decode",)


# %% decode-solution
def decode_scaled(answers, priors, stride):
    H, W = answers.shape[:2]
    twice = 2 / (1 + np.exp(-answers))
    cell = np.stack(np.meshgrid(np.arange(W), np.arange(H)), axis=2)[:, :, None]  # (열, 줄)
    center = (cell - 0.5 + twice[..., :2]) * stride
    half = priors * twice[..., 2:] ** 2 / 2
    return np.concatenate([center, 2 * half], axis=-1)
