r"""느린 가중치를 안쪽 걸음마다 따라가게 했습니다.
그러면 빠른 가중치가 멀리 가 보기 전에 따라가므로 k걸음을 내다보는 뜻이 옅어집니다.
느린 가중치를 고치는 줄을 안쪽 반복문 밖에 두어 한 차례에 한 번만 실행하세요."""

LOSES = ("lookahead",)


# %% lookahead-solution
def lookahead(grad, x, lr, k, alpha, rounds):
    slow, path = x, [x]
    for _ in range(rounds):
        fast = slow
        for _ in range(k):
            fast = fast - lr * grad(fast)
            slow = slow + alpha * (fast - slow)
        path.append(slow)
    return np.array(path)
