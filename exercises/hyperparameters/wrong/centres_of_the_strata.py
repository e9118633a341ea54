r"""칸 안의 자리를 무작위로 뽑지 않고 모두 가운데로 두었습니다.
그러면 축마다 정해진 n개의 값만 나와 격자처럼 되고, 다시 뽑아도 새 값을 보지 못합니다.
칸마다 `rng.random`으로 자리를 정하세요."""

LOSES = ("latin",)


# %% latin-solution
def latin_hypercube(n, lows, highs, rng):
    columns = []
    for low, high in zip(lows, highs, strict=True):
        strata = rng.permutation(n)
        rng.random(n)
        columns.append(low * (high / low) ** ((strata + 0.5) / n))
    return np.stack(columns, axis=1)
