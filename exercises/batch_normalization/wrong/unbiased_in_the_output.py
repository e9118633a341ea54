r"""정규화할 때도 `size - 1`로 나눈 분산을 썼습니다.
그러면 토막의 출력의 분산이 1보다 작아집니다.
정규화에는 `size`로 나눈 분산을, 이동 평균에만 `size - 1`로 나눈 분산을 쓰세요."""

LOSES = ("ghost",)


# %% ghost-solution
def ghost_batch_norm(x, size, running_mean, running_var, momentum, eps):
    pieces = []
    for start in range(0, len(x), size):
        piece = x[start : start + size]
        mean, var = piece.mean(axis=0), piece.var(axis=0, ddof=1)
        pieces.append((piece - mean) / np.sqrt(var + eps))
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * var
    return np.concatenate(pieces), running_mean, running_var
