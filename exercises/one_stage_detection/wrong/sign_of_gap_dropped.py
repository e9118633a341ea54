r"""절댓값을 미분할 때 부호를 빠뜨렸습니다.
확률이 IoU보다 작을 때에는 확률이 커지면 무게가 줄어듭니다.
`p - q`의 부호를 곱하세요."""

LOSES = ("quality",)


# %% quality-solution
def quality_focal(z, quality, beta):
    small = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1.0, small) / (1 + small)
    bce = np.maximum(z, 0.0) - z * quality + np.log1p(small)
    gap, size = p - quality, np.abs(p - quality)
    loss = size**beta * bce
    slope = beta * size ** (beta - 1) * p * (1 - p)
    return loss, size**beta * gap + slope * bce
