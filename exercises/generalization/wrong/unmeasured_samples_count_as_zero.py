r"""모든 모델이 뽑아 잴 수 없는 표본을 손실 0으로 세었습니다.
재지 못한 것은 틀리지 않은 것과 다르므로 오차가 작아집니다.
그런 표본은 빼고, 남은 표본의 수로 나누세요."""

LOSES = ("point632",)


# %% point632-solution
def err632(drawn, losses, train_losses):
    out = np.ones(losses.shape, dtype=bool)
    for b, rows in enumerate(drawn):
        out[b, rows] = False
    votes = np.maximum(np.sum(out, axis=0), 1)
    oob = np.mean(np.sum(losses * out, axis=0) / votes)
    return oob, 0.368 * np.mean(train_losses) + 0.632 * oob
