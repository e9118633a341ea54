r"""표를 평균한 값만큼 움직이고 마지막 부호를 취하지 않았습니다.
그러면 표 차이가 작은 좌표는 `lr`보다 조금만 움직입니다.
식의 바깥쪽 sign까지 적용해 이긴 쪽으로 꼭 `lr`만큼 움직이게 하세요."""

LOSES = ("majority",)


# %% majority-solution
def majority_vote_step(x, grads, lr):
    return x - lr * np.mean(np.sign(grads), axis=0)
