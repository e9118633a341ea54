r"""두 오차에 곱하는 무게를 바꾸어 썼습니다.
63.2%를 차지하는 것은 뽑히지 않은 표본에서 잰 오차이고, 낙관적인 학습 오차의 무게가 더 작습니다.
0.632를 `oob`에 곱하세요."""

LOSES = ("point632",)


# %% point632-solution
def err632(drawn, losses, train_losses):
    out = np.ones(losses.shape, dtype=bool)
    for b, rows in enumerate(drawn):
        out[b, rows] = False
    votes = np.sum(out, axis=0)
    seen = votes > 0
    oob = np.mean(np.sum(losses * out, axis=0)[seen] / votes[seen])
    return oob, 0.632 * np.mean(train_losses) + 0.368 * oob
