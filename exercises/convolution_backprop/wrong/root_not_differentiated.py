r"""차이를 그대로 보내고 길이로 나누지 않았습니다.
그것은 차이의 제곱을 벌할 때의 기울기라서 뚜렷한 가장자리까지 뭉갭니다.
제곱근을 미분하면 길이가 분모에 옵니다."""

LOSES = ("variation",)


# %% variation-solution
def total_variation(x, eps):
    down, right = np.zeros_like(x), np.zeros_like(x)
    down[:-1] = x[1:] - x[:-1]
    right[:, :-1] = x[:, 1:] - x[:, :-1]
    grad = -down - right
    grad[1:] += down[:-1]
    grad[:, 1:] += right[:, :-1]
    return np.sqrt(down**2 + right**2 + eps).sum(), grad
