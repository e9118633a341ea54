r"""자리를 로그 자가 아니라 보통의 자로 옮겼습니다.
그러면 칸의 대부분이 가장 큰 자릿수에 들어가, 작은 값은 거의 시도하지 않습니다.
low에서 high까지를 더하기가 아니라 곱하기로 나아가세요."""

LOSES = ("latin",)


# %% latin-solution
def latin_hypercube(n, lows, highs, rng):
    columns = []
    for low, high in zip(lows, highs, strict=True):
        strata = rng.permutation(n)
        columns.append(low + (high - low) * (strata + rng.random(n)) / n)
    return np.stack(columns, axis=1)
