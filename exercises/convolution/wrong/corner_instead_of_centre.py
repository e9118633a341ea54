r"""커널의 가운데가 아니라 왼쪽 위 칸을 그 자리에 놓았습니다.
값들은 모두 있지만 그림 전체가 반 커널만큼 밀립니다.
커널의 가운데가 (0, 0)에 오도록 먼저 굴리세요."""

LOSES = ("circular",)


# %% circular-solution
def circular_correlate(x, kernel):
    spectrum = np.fft.fft2(kernel, s=x.shape)
    y = np.fft.ifft2(np.fft.fft2(x) * spectrum.conj()).real
    return y, np.abs(spectrum).max()
