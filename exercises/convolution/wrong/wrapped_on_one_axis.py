r"""좌우는 이어 붙였지만 위아래는 0으로 채웠습니다.
지도라면 그럴듯하지만, 식의 나머지는 두 축에 모두 있습니다.
줄의 번호도 `H`로 나눈 나머지로 바꾸세요."""

LOSES = ("circular",)


# %% circular-solution
def circular_correlate(x, kernel):
    (H, W), (kH, kW) = x.shape, kernel.shape
    sideways = np.pad(x, ((0, 0), (kW // 2, kW // 2)), mode="wrap")
    padded = np.pad(sideways, ((kH // 2, kH // 2), (0, 0)))
    y = sum(kernel[u, v] * padded[u : u + H, v : v + W] for u, v in np.ndindex(kH, kW))
    return y, np.abs(np.fft.fft2(kernel, s=x.shape)).max()
