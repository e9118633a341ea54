r"""빠른 가중치가 k걸음이 아니라 k - 1걸음만 걸었습니다.
느린 가중치를 옮기는 것은 걸음으로 세지 않으므로, 경사하강법만 꼭 k번이어야 합니다.
`alpha`를 1로 두고 경사하강법을 k번 걸은 자리와 같은지 확인해 보세요."""

LOSES = ("lookahead",)


# %% lookahead-solution
def lookahead(grad, x, lr, k, alpha, rounds):
    slow, path = x, [x]
    for _ in range(rounds):
        fast = slow
        for _ in range(1, k):
            fast = fast - lr * grad(fast)
        slow = slow + alpha * (fast - slow)
        path.append(slow)
    return np.array(path)
