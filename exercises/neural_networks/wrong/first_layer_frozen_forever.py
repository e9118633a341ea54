r"""앞 층을 끝까지 얼려 두었습니다.
`frozen`걸음이 지나면 네 매개변수를 모두 갱신해야 합니다.
걸음의 번호가 `frozen` 이상인지 물어 앞 층을 갱신하는 줄이 있는지 보세요."""

LOSES = ("fine-tune",)


# %% fine-tune-solution
def fine_tune(X, targets, W1, b1, W2, b2, lr, steps, frozen):
    n = len(X)
    losses = []
    for step in range(steps + 1):
        h = np.tanh(X @ W1.T + b1)
        z = h @ W2.T + b2
        z = z - z.max(axis=1, keepdims=True)
        p = np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True)
        losses.append(-np.mean(np.log(p[np.arange(n), targets])))
        if step == steps:
            break
        p[np.arange(n), targets] -= 1
        W2, b2 = W2 - lr * p.T @ h / n, b2 - lr * p.mean(axis=0)
    return np.array(losses), W1, W2
