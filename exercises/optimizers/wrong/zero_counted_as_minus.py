r"""기울기가 0인 일꾼을 음수 표로 세었습니다.
`np.where(grads > 0, 1, -1)`처럼 둘로만 나누면 기권이 반대표가 되어 결과가 뒤집히기도 합니다.
0에서 0을 돌려주는 `np.sign`을 쓰세요."""

LOSES = ("majority",)


# %% majority-solution
def majority_vote_step(x, grads, lr):
    votes = np.sum(np.where(grads > 0, 1.0, -1.0), axis=0)
    return x - lr * np.sign(votes)
