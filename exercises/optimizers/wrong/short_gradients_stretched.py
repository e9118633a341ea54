r"""길이가 상한보다 짧을 때도 c / total을 곱해, 작은 기울기를 c까지 늘렸습니다.
그러면 최소점 가까이에서도 걸음이 작아지지 않아 멈추지 못합니다.
길이가 상한보다 클 때만 줄이고 아니면 그대로 두세요."""

LOSES = ("clip",)


# %% clip-solution
def clip_by_norm(grads, max_norm):
    total = np.sqrt(sum(np.sum(g**2) for g in grads))
    return [g * (max_norm / max(total, 1e-12)) for g in grads], total
