r"""느린 가중치가 α가 아니라 1 - α만큼 따라갔습니다.
α가 0.5일 때만 우연히 맞고, 조금만 따라가려고 α를 작게 하면 오히려 빠른 가중치에 바짝 붙습니다.
φ + α(θ - φ)를 펼치면 θ에 붙는 계수가 α라는 것을 확인해 보세요."""

LOSES = ("lookahead",)


# %% lookahead-solution
def lookahead(grad, x, lr, k, alpha, rounds):
    slow, path = x, [x]
    for _ in range(rounds):
        fast = slow
        for _ in range(k):
            fast = fast - lr * grad(fast)
        slow = alpha * slow + (1 - alpha) * fast
        path.append(slow)
    return np.array(path)
