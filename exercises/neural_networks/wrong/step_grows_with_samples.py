r"""손실은 표본에 걸쳐 평균했는데 기울기는 더하기만 했습니다.
그러면 걸음이 N배로 커져, 자료가 많을수록 같은 학습률에서 발산합니다.
점수의 기울기 p - y를 N으로 나누고 시작하세요."""

LOSES = ("fine-tune",)


# %% fine-tune-solution
def fine_tune(X, targets, W1, b1, W2, b2, lr, steps, frozen):
    n = len(X)
    losses = []
    for step in range(steps + 1):
        h = np.tanh(X @ W1.T + b1)
        z = h @ W2.T + b2
        z = z - z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
        losses.append(-np.mean(log_p[np.arange(n), targets]))
        if step == steps:
            break
        grad_z = np.exp(log_p)
        grad_z[np.arange(n), targets] -= 1
        grad_a = (grad_z @ W2) * (1 - h**2)
        W2, b2 = W2 - lr * grad_z.T @ h, b2 - lr * grad_z.sum(axis=0)
        if step >= frozen:
            W1, b1 = W1 - lr * grad_a.T @ X, b1 - lr * grad_a.sum(axis=0)
    return np.array(losses), W1, W2
