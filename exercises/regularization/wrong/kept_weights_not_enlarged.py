r"""남은 가중치를 1/(1-p)배 하지 않았습니다.
그러면 학습할 때의 출력이 시험할 때보다 평균적으로 작아서 다음 층이 다른 크기의 신호를 받습니다.
순전파와 역전파에서 모두 같은 `keep / (1 - p)`를 곱하세요."""

LOSES = ("dropconnect",)


# %% dropconnect-solution
def dropconnect(x, W, b, keep, p, grad_output):
    thinned = W * keep
    grad_W = (grad_output.T @ x) * keep
    return x @ thinned.T + b, grad_output @ thinned, grad_W, np.sum(grad_output, axis=0)
