r"""돌려준 값은 맞지만 `g *= scale`로 받은 배열까지 바꾸었습니다.
그러면 자르기 전의 기울기를 기록하거나 다른 상한과 견줄 수 없습니다.
`g * scale`로 새 배열을 만들어 돌려주세요."""

LOSES = ("clip",)


# %% clip-solution
def clip_by_norm(grads, max_norm):
    total = np.sqrt(sum(np.sum(g**2) for g in grads))
    if total > max_norm:
        for g in grads:
            g *= max_norm / total
    return [g.copy() for g in grads], total
