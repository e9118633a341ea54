r"""무게를 확률로 미분하고 멈추었습니다.
묻는 것은 로짓에 대한 기울기이므로 시그모이드도 미분해야 합니다.
`p(1 - p)`를 곱하세요."""

LOSES = ("quality",)


# %% quality-solution
def quality_focal(z, quality, beta):
    small = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1.0, small) / (1 + small)
    bce = np.maximum(z, 0.0) - z * quality + np.log1p(small)
    gap, size = p - quality, np.abs(p - quality)
    loss = size**beta * bce
    slope = beta * size ** (beta - 1) * np.sign(gap)
    return loss, size**beta * gap + slope * bce
