r"""제곱의 합을 길이라고 보고 제곱근을 취하지 않았습니다.
그러면 길이가 1보다 클 때 지나치게 많이 줄어듭니다.
3과 4의 길이가 25가 아니라 5인지 확인해 보세요."""

LOSES = ("clip",)


# %% clip-solution
def clip_by_norm(grads, max_norm):
    total = sum(np.sum(g**2) for g in grads)
    scale = max_norm / total if total > max_norm else 1.0
    return [g * scale for g in grads], total
