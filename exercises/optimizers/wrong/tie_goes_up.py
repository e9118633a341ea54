r"""표가 같은 좌표를 양수 쪽으로 세었습니다.
`>= 0`으로 나누면 표가 같거나 모두 기권한 좌표까지 움직입니다.
합이 0이면 움직이지 않도록 `np.sign`을 쓰세요."""

LOSES = ("majority",)


# %% majority-solution
def majority_vote_step(x, grads, lr):
    votes = np.sum(np.sign(grads), axis=0)
    return x - lr * np.where(votes >= 0, 1.0, -1.0)
