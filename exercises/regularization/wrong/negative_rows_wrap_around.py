r"""네모를 이미지 안에 가두지 않았습니다.
음수 번호는 오류를 내지 않고 뒤에서부터 세므로, 가장자리에서는 네모가 통째로 사라집니다.
두 끝을 0과 H, 0과 W로 자르세요."""

LOSES = ("cutmix",)


# %% cutmix-solution
def cutmix(a, b, target_a, target_b, center, lam):
    (H, W), (cy, cx) = a.shape, center
    h, w = int(H * np.sqrt(1 - lam)), int(W * np.sqrt(1 - lam))
    rows = slice(cy - h // 2, cy + h // 2)
    columns = slice(cx - w // 2, cx + w // 2)
    mixed = a.copy()
    mixed[rows, columns] = b[rows, columns]
    share = 1 - mixed[rows, columns].size / a.size
    return mixed, share * target_a + (1 - share) * target_b
