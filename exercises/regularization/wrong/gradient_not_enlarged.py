r"""순전파에서는 1/(1-p)배를 했지만 `grad_W`에는 `keep`만 곱했습니다.
W를 조금 늘리면 출력은 그 1/(1-p)배만큼 늘므로 기울기도 그만큼 커야 합니다.
두 곳에 같은 값을 곱했는지 확인하세요."""

LOSES = ("dropconnect",)


# %% dropconnect-solution
def dropconnect(x, W, b, keep, p, grad_output):
    thinned = W * keep / (1 - p)
    grad_W = (grad_output.T @ x) * keep
    return x @ thinned.T + b, grad_output @ thinned, grad_W, np.sum(grad_output, axis=0)
