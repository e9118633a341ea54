r"""표본마다 먼저 평균하지 않고 (모델, 표본)의 쌍을 한꺼번에 평균했습니다.
그러면 우연히 자주 빠진 표본이 더 무겁게 세어집니다.
표본마다 평균을 낸 다음 그 평균들을 같은 무게로 평균하세요."""

LOSES = ("point632",)


# %% point632-solution
def err632(drawn, losses, train_losses):
    out = np.ones(losses.shape, dtype=bool)
    for b, rows in enumerate(drawn):
        out[b, rows] = False
    oob = np.mean(losses[out])
    return oob, 0.368 * np.mean(train_losses) + 0.632 * oob
