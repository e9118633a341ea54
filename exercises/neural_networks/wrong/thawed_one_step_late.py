r"""앞 층을 한 걸음 더 얼려 두었습니다.
얼려 두는 걸음은 0부터 `frozen - 1`까지 모두 `frozen`개이므로, 걸음 `frozen`에서는 갱신해야 합니다.
`step > frozen`을 `step >= frozen`으로 바꾸세요."""

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
        grad_a = (p @ W2) * (1 - h**2) / n
        W2, b2 = W2 - lr * p.T @ h / n, b2 - lr * p.mean(axis=0)
        if step > frozen:
            W1, b1 = W1 - lr * grad_a.T @ X, b1 - lr * grad_a.sum(axis=0)
    return np.array(losses), W1, W2
