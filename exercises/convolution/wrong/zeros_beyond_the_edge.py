r"""그림 밖을 반대쪽 끝이 아니라 0으로 채웠습니다.
그러면 가장자리에서만 값이 달라지고, 주파수마다의 곱셈으로 바꿀 수도 없습니다.
자리의 번호를 `H`와 `W`로 나눈 나머지로 바꾸세요."""

LOSES = ("circular",)


# %% circular-solution
def circular_correlate(x, kernel):
    (H, W), (kH, kW) = x.shape, kernel.shape
    padded = np.pad(x, ((kH // 2, kH // 2), (kW // 2, kW // 2)))
    y = sum(kernel[u, v] * padded[u : u + H, v : v + W] for u, v in np.ndindex(kH, kW))
    return y, np.abs(np.fft.fft2(kernel, s=x.shape)).max()
