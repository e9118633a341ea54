r"""칸의 줄 번호를 x에, 열 번호를 y에 더했습니다.
배열의 첫 축은 줄이고 줄은 y를 정합니다.
x에는 열 번호를 더하세요."""

LOSES = ("decode",)


# %% decode-solution
def decode_scaled(answers, priors, stride):
    H, W = answers.shape[:2]
    twice = 2 / (1 + np.exp(-answers))
    cell = np.stack(np.indices((H, W)), axis=2)[:, :, None]
    center = (cell - 0.5 + twice[..., :2]) * stride
    half = priors * twice[..., 2:] ** 2 / 2
    return np.concatenate([center - half, center + half], axis=-1)
