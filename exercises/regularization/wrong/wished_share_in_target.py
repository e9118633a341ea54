r"""정답을 실제로 붙은 넓이가 아니라 바라던 비율 `lam`으로 섞었습니다.
네모가 가장자리에서 잘리거나 변을 버림하면 붙은 넓이는 그보다 작으므로, 보이지 않는 것을 정답이라고 가르치게 됩니다.
붙은 픽셀의 수를 세어 비율을 다시 구하세요."""

LOSES = ("cutmix",)


# %% cutmix-solution
def cutmix(a, b, target_a, target_b, center, lam):
    (H, W), (cy, cx) = a.shape, center
    h, w = int(H * np.sqrt(1 - lam)), int(W * np.sqrt(1 - lam))
    rows = slice(max(cy - h // 2, 0), min(cy + h // 2, H))
    columns = slice(max(cx - w // 2, 0), min(cx + w // 2, W))
    mixed = a.copy()
    mixed[rows, columns] = b[rows, columns]
    return mixed, lam * target_a + (1 - lam) * target_b
