r"""변의 길이에 제곱근을 취하지 않은 1 - λ를 곱했습니다.
두 변을 모두 그만큼 줄이면 넓이는 그 제곱이 되어 붙는 네모가 너무 작습니다.
넓이의 비율이 1 - λ가 되려면 변의 비율은 그 제곱근이어야 합니다."""

LOSES = ("cutmix",)


# %% cutmix-solution
def cutmix(a, b, target_a, target_b, center, lam):
    (H, W), (cy, cx) = a.shape, center
    h, w = int(H * (1 - lam)), int(W * (1 - lam))
    rows = slice(max(cy - h // 2, 0), min(cy + h // 2, H))
    columns = slice(max(cx - w // 2, 0), min(cx + w // 2, W))
    mixed = a.copy()
    mixed[rows, columns] = b[rows, columns]
    share = 1 - mixed[rows, columns].size / a.size
    return mixed, share * target_a + (1 - share) * target_b
