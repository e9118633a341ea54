r"""이미 갱신한 W2로 앞 층의 기울기를 구했습니다.
한 걸음의 기울기는 모두 같은 자리에서 재야 하는데, 앞 층만 새 자리에서 잰 셈이 됩니다.
네 기울기를 다 구한 다음 갱신하세요."""

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
        if step >= frozen:
            grad_a = (p @ W2) * (1 - h**2) / n
            W1, b1 = W1 - lr * grad_a.T @ X, b1 - lr * grad_a.sum(axis=0)
    return np.array(losses), W1, W2
