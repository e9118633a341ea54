r"""한 차례 동안 기울기를 느린 가중치의 자리에서 한 번만 재고 k번 되풀이해 썼습니다.
그것은 학습률을 k배로 키운 한 걸음과 같아서, 먼저 가 보며 얻는 정보가 없습니다.
안쪽 걸음마다 빠른 가중치의 자리에서 `grad(fast)`를 새로 재세요."""

LOSES = ("lookahead",)


# %% lookahead-solution
def lookahead(grad, x, lr, k, alpha, rounds):
    slow, path = x, [x]
    for _ in range(rounds):
        fast, g = slow, grad(slow)
        for _ in range(k):
            fast = fast - lr * g
        slow = slow + alpha * (fast - slow)
        path.append(slow)
    return np.array(path)
