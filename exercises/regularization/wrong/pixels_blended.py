r"""네모 안을 바꾸지 않고 두 이미지를 픽셀마다 섞었습니다.
그것은 믹스업이고, 두 그림이 겹쳐 보이는 실제로는 없는 이미지가 됩니다.
컷믹스는 네모 안에는 `b`의 픽셀을 그대로, 밖에는 `a`의 픽셀을 그대로 둡니다."""

LOSES = ("cutmix",)


# %% cutmix-solution
def cutmix(a, b, target_a, target_b, center, lam):
    return lam * a + (1 - lam) * b, lam * target_a + (1 - lam) * target_b
