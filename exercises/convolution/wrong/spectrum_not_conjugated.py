r"""푸리에 변환을 켤레 없이 그대로 곱했습니다.
그것은 커널을 뒤집어 걷는 수학의 합성곱입니다.
교차 상관에서는 커널 쪽 변환에 `conj()`를 붙이세요."""

LOSES = ("circular",)


# %% circular-solution
def circular_correlate(x, kernel):
    kH, kW = kernel.shape
    placed = np.zeros(x.shape)
    placed[:kH, :kW] = kernel
    placed = np.roll(placed, (-(kH // 2), -(kW // 2)), axis=(0, 1))
    spectrum = np.fft.fft2(placed)
    return np.fft.ifft2(np.fft.fft2(x) * spectrum).real, np.abs(spectrum).max()
