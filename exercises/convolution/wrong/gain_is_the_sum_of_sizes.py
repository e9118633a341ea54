r"""배율을 커널의 절댓값의 합으로 구했습니다.
배율은 이 수를 넘을 수 없지만, 칸마다 부호가 맞는 무늬가 있어야 같아지므로 대개 더 작습니다.
주파수마다의 배율을 푸리에 변환으로 구해 가장 큰 것을 고르세요."""

LOSES = ("circular",)


# %% circular-solution
def circular_correlate(x, kernel):
    kH, kW = kernel.shape
    y = np.zeros(x.shape)
    for u, v in np.ndindex(kH, kW):
        y += kernel[u, v] * np.roll(x, (kH // 2 - u, kW // 2 - v), axis=(0, 1))
    return y, np.abs(kernel).sum()
