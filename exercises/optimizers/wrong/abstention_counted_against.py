r"""전체 일꾼의 절반을 넘는 표를 얻은 쪽만 이긴 것으로 보았습니다.
그러면 기권이 많은 좌표는 한쪽 표만 있어도 움직이지 않습니다.
기권은 세지 않으므로 양수 표와 음수 표의 수만 견주세요."""

LOSES = ("majority",)


# %% majority-solution
def majority_vote_step(x, grads, lr):
    half = len(grads) / 2
    up, down = np.sum(grads > 0, axis=0) > half, np.sum(grads < 0, axis=0) > half
    return x - lr * (up.astype(float) - down.astype(float))
