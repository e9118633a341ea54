r"""빠른 가중치를 느린 가중치의 자리로 되돌리지 않고 계속 걷게 했습니다.
그러면 빠른 가중치는 보통의 경사하강법일 뿐이고, 느린 가중치는 그 뒤를 따라가며 지켜보기만 합니다.
차례를 시작할 때마다 `fast = slow`로 다시 놓으세요."""

LOSES = ("lookahead",)


# %% lookahead-solution
def lookahead(grad, x, lr, k, alpha, rounds):
    slow, fast, path = x, x, [x]
    for _ in range(rounds):
        for _ in range(k):
            fast = fast - lr * grad(fast)
        slow = slow + alpha * (fast - slow)
        path.append(slow)
    return np.array(path)
