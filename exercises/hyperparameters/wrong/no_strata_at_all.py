r"""칸을 나누지 않고 그냥 무작위로 뽑았습니다.
우연히 한 칸에 여럿이 몰리고 다른 칸은 비게 됩니다.
칸의 번호를 더하고 n으로 나누어, 칸마다 꼭 하나씩 들게 하세요."""

LOSES = ("latin",)


# %% latin-solution
def latin_hypercube(n, lows, highs, rng):
    columns = []
    for low, high in zip(lows, highs, strict=True):
        rng.permutation(n)
        columns.append(low * (high / low) ** rng.random(n))
    return np.stack(columns, axis=1)
