r"""이미지는 바르게 붙였지만 정답의 비율을 바꾸어 섞었습니다.
λ'은 바탕으로 남은 `a`의 넓이이므로 `target_a`에 곱해야 합니다.
거의 다 남았을 때 정답이 무엇이어야 하는지 생각해 보세요."""

LOSES = ("cutmix",)


# %% cutmix-solution
def cutmix(a, b, target_a, target_b, center, lam):
    (H, W), (cy, cx) = a.shape, center
    h, w = int(H * np.sqrt(1 - lam)), int(W * np.sqrt(1 - lam))
    rows = slice(max(cy - h // 2, 0), min(cy + h // 2, H))
    columns = slice(max(cx - w // 2, 0), min(cx + w // 2, W))
    mixed = a.copy()
    mixed[rows, columns] = b[rows, columns]
    share = mixed[rows, columns].size / a.size
    return mixed, share * target_a + (1 - share) * target_b
