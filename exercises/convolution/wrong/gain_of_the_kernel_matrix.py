r"""배율을 커널이라는 작은 행렬의 가장 큰 특잇값으로 구했습니다.
커널은 벡터에 곱하는 행렬이 아니라 자리를 옮겨 다니는 무게입니다.
커널을 그림 크기의 0 속에 놓고 푸리에 변환한 크기의 최댓값을 구하세요."""

LOSES = ("circular",)


# %% circular-solution
def circular_correlate(x, kernel):
    kH, kW = kernel.shape
    y = np.zeros(x.shape)
    for u, v in np.ndindex(kH, kW):
        y += kernel[u, v] * np.roll(x, (kH // 2 - u, kW // 2 - v), axis=(0, 1))
    return y, np.linalg.norm(kernel, 2)
