r"""자르기 전의 길이가 아니라 자른 뒤의 길이를 돌려주었습니다.
자른 뒤의 길이는 긴 기울기에서는 언제나 상한이므로, 기울기가 얼마나 컸는지 지켜볼 수 없습니다.
처음에 잰 길이를 그대로 돌려주세요."""

LOSES = ("clip",)


# %% clip-solution
def clip_by_norm(grads, max_norm):
    total = np.sqrt(sum(np.sum(g**2) for g in grads))
    scale = max_norm / total if total > max_norm else 1.0
    return [g * scale for g in grads], min(total, max_norm)
