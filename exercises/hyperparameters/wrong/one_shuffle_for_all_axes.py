r"""순열을 한 번만 뽑아 모든 축에 썼습니다.
축마다는 고르게 들지만, 학습률이 큰 행은 다른 하이퍼파라미터도 모두 커서 점들이 대각선에 늘어섭니다.
축마다 순열을 새로 뽑으세요."""

LOSES = ("latin",)


# %% latin-solution
def latin_hypercube(n, lows, highs, rng):
    strata = rng.permutation(n)
    places = np.stack([(strata + rng.random(n)) / n for _ in lows], axis=1)
    return lows * (highs / lows) ** places
