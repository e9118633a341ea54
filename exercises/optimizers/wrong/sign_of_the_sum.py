r"""기울기를 먼저 더한 다음 부호를 취했습니다.
그러면 한 일꾼의 기울기가 아주 크면 나머지 모두의 뜻을 뒤집습니다.
다수결이 되려면 일꾼마다 부호를 먼저 취하고 그 표를 더해야 합니다."""

LOSES = ("majority",)


# %% majority-solution
def majority_vote_step(x, grads, lr):
    return x - lr * np.sign(np.sum(grads, axis=0))
